package org.fangzhi.publish;

import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * Parquet, packed with Zstandard, each column with its type: numbers are DECIMAL(38, 12), times UTC
 * in microseconds. A number that does not fit into that would not be exact and ends the export.
 */
final class ParquetTable implements TableFile {

  private static final int PRECISION = 38;
  private static final int SCALE = 12;

  private final Path file;
  private final Path part;
  private final ParquetWriter<ResultSet> writer;
  private boolean open = true;

  ParquetTable(Path file, Contract.View view) throws IOException {
    this.file = file;
    this.part = file.resolveSibling("." + file.getFileName() + ".part");
    this.writer =
        new Builder(part, view)
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new Packing())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build();
  }

  @Override
  public void add(ResultSet row) throws IOException {
    writer.write(row);
  }

  @Override
  public void whole() throws IOException {
    open = false;
    writer.close();
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    if (open) {
      try {
        writer.close();
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  private static MessageType schema(Contract.View view) {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    view.columns().forEach(column -> schema.addField(type(column)));
    return schema.named(view.name());
  }

  private static Type type(Contract.Column column) {
    String name = column.name();
    return switch (column.type()) {
      case "bigint" -> Types.optional(INT64).named(name);
      case "integer", "smallint" -> Types.optional(INT32).named(name);
      case "boolean" -> Types.optional(BOOLEAN).named(name);
      case "numeric" -> Types.optional(BINARY).as(decimalType(SCALE, PRECISION)).named(name);
      case "timestamp with time zone" ->
          Types.optional(INT64)
              .as(
                  timestampType(
                      true, org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS))
              .named(name);
      case "jsonb" -> Types.optional(BINARY).as(jsonType()).named(name);
      case "text[]" ->
          ConversionPatterns.listOfElements(
              Type.Repetition.OPTIONAL,
              name,
              Types.optional(BINARY).as(stringType()).named("element"));
      default -> Types.optional(BINARY).as(stringType()).named(name);
    };
  }

  /** Writes the row of a result as it stands. */
  private static final class Rows extends WriteSupport<ResultSet> {
    private final Contract.View view;
    private RecordConsumer out;

    Rows(Contract.View view) {
      this.view = view;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract still
    public WriteContext init(Configuration unused) {
      return new WriteContext(schema(view), new HashMap<>());
    }

    @Override
    public WriteContext init(ParquetConfiguration unused) {
      return new WriteContext(schema(view), new HashMap<>());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(ResultSet row) {
      out.startMessage();
      try {
        for (int i = 0; i < view.columns().size(); i++) {
          if (row.getObject(i + 1) != null) {
            Contract.Column column = view.columns().get(i);
            out.startField(column.name(), i);
            write(row, i + 1, column);
            out.endField(column.name(), i);
          }
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
      out.endMessage();
    }

    private void write(ResultSet row, int at, Contract.Column column) throws SQLException {
      switch (column.type()) {
        case "bigint" -> out.addLong(row.getLong(at));
        case "integer", "smallint" -> out.addInteger(row.getInt(at));
        case "boolean" -> out.addBoolean(row.getBoolean(at));
        case "numeric" -> out.addBinary(decimal(row.getBigDecimal(at)));
        case "timestamp with time zone" ->
            out.addLong(
                ChronoUnit.MICROS.between(
                    java.time.Instant.EPOCH, row.getObject(at, OffsetDateTime.class).toInstant()));
        case "text[]" -> list((Object[]) row.getArray(at).getArray());
        default -> out.addBinary(Binary.fromString(row.getString(at)));
      }
    }

    private void list(Object[] items) {
      out.startGroup();
      if (items.length > 0) {
        out.startField("list", 0);
        for (Object item : items) {
          out.startGroup();
          if (item != null) {
            out.startField("element", 0);
            out.addBinary(Binary.fromString(item.toString()));
            out.endField("element", 0);
          }
          out.endGroup();
        }
        out.endField("list", 0);
      }
      out.endGroup();
    }

    private static Binary decimal(BigDecimal number) {
      if (number.stripTrailingZeros().scale() > SCALE
          || number.precision() - number.scale() > PRECISION - SCALE) {
        throw new ArithmeticException(
            number.toPlainString()
                + " has more digits than a column of Parquet takes here ("
                + (PRECISION - SCALE)
                + " before the point, "
                + SCALE
                + " behind it). Export as csv or jsonl, which have no such bound.");
      }
      return Binary.fromConstantByteArray(
          number.setScale(SCALE, RoundingMode.UNNECESSARY).unscaledValue().toByteArray());
    }
  }

  private static final class Builder extends ParquetWriter.Builder<ResultSet, Builder> {
    private final Contract.View view;

    Builder(Path file, Contract.View view) {
      super(new LocalOutputFile(file));
      this.view = view;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract still
    protected WriteSupport<ResultSet> getWriteSupport(Configuration unused) {
      return new Rows(view);
    }

    @Override
    protected WriteSupport<ResultSet> getWriteSupport(ParquetConfiguration unused) {
      return new Rows(view);
    }
  }

  /** Zstandard without Hadoop's own configuration, which would bring some twenty more jars. */
  private static final class Packing implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
      return new BytesInputCompressor() {
        @Override
        public BytesInput compress(BytesInput bytes) throws IOException {
          ByteArrayOutputStream plain = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
          bytes.writeAllTo(plain);
          return BytesInput.from(Zstd.compress(plain.toByteArray()));
        }

        @Override
        public CompressionCodecName getCodecName() {
          return CompressionCodecName.ZSTD;
        }

        @Override
        public void release() {}
      };
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
      throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public void release() {}
  }
}
