package org.fangzhi.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A table of others while it is written; hidden until it is whole. */
interface TableFile extends AutoCloseable {

  /** Kinds of files that hold tables. */
  enum Kind {
    CSV("csv", "text/csv"),
    PARQUET("parquet", "application/vnd.apache.parquet");

    final String ending;
    final String mediaType;

    Kind(String ending, String mediaType) {
      this.ending = ending;
      this.mediaType = mediaType;
    }

    /** Begins a file for the rows of a view. */
    TableFile begin(Path file, Contract.View view) throws IOException {
      return this == CSV ? new CsvTable(file, view) : new ParquetTable(file, view);
    }
  }

  /** Adds a row; its columns are those of the view, in their order. */
  void add(ResultSet row) throws SQLException, IOException;

  /** Gives the file its name, in place of an earlier one. */
  void whole() throws IOException;

  @Override
  void close() throws IOException;
}
