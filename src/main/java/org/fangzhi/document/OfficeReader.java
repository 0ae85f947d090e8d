package org.fangzhi.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.OldFileFormatException;
import org.apache.poi.POIDocument;
import org.apache.poi.hpsf.SummaryInformation;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.hwpf.HWPFDocument;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.PackageRelationshipTypes;
import org.apache.poi.poifs.filesystem.DirectoryNode;
import org.apache.poi.poifs.filesystem.DocumentEntry;
import org.apache.poi.poifs.filesystem.Entry;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.fangzhi.document.Document.Meta;
import org.jspecify.annotations.Nullable;

/** Reads the files of word processors and spreadsheets. Macros are not run, nothing is loaded. */
final class OfficeReader {
  static final Set<String> TYPES =
      Set.of(Format.DOCX, Format.XLSX, Format.DOC, Format.XLS, Format.RTF, Format.ENCRYPTED);

  /** What may be unpacked of a DOCX, which is read as a stream. */
  private static final long MOST_TEXT = 32L << 20;

  /** What may be unpacked of an XLSX, whose model takes twenty times as much memory. */
  private static final long MOST_SHEETS = 4L << 20;

  private static final int MOST_OLE = 32 << 20;
  private static final int MOST_STREAM = 4 << 20;

  private final String type;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Meta> meta = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable String ownTitle;

  private OfficeReader(String type) {
    this.type = type;
  }

  /** Reads bytes of one of the {@link #TYPES}. */
  static Document read(byte[] bytes, String type) {
    OfficeReader reader = new OfficeReader(type);
    try {
      reader.readAll(bytes);
    } catch (EncryptedDocumentException e) {
      reader.notes.add("encrypted file: it opens with a password only");
    } catch (OldFileFormatException e) {
      reader.notes.add("not read: the file is of before Office 97");
    } catch (IOException | OpenXML4JException | XMLStreamException | RuntimeException e) {
      // broken files fail in the library in many ways
      reader.notes.add(why(e));
    } catch (StackOverflowError e) {
      reader.notes.add("broken file: nested too deeply");
    }
    if (reader.pieces.isEmpty() && reader.notes.isEmpty()) {
      reader.notes.add("no text in the file");
    }
    return Assembly.document(type, reader.pieces, reader.ownTitle, reader.meta, reader.notes);
  }

  private static String why(Exception e) {
    Throwable t = e;
    while (t != null && !(t instanceof ZipParts.TooLarge)) {
      boolean nested = t instanceof XMLStreamException x && x.getNestedException() != null;
      t = nested ? ((XMLStreamException) t).getNestedException() : t.getCause();
    }
    if (t != null) {
      return "not read: " + t.getMessage();
    }
    return "broken file: " + Tidy.line(Characters.clean(String.valueOf(e.getMessage())));
  }

  private void readAll(byte[] bytes) throws IOException, OpenXML4JException, XMLStreamException {
    switch (type) {
      case Format.DOCX -> docx(bytes);
      case Format.XLSX -> xlsx(bytes);
      case Format.RTF -> rtf(bytes);
      case Format.ENCRYPTED -> throw new EncryptedDocumentException("a password is asked for");
      default -> ole(bytes);
    }
  }

  private void docx(byte[] bytes) throws IOException, OpenXML4JException, XMLStreamException {
    try (ZipParts parts = ZipParts.of(bytes, MOST_TEXT);
        OPCPackage file = OPCPackage.open(parts)) {
      properties(file);
      try (InputStream in = main(file).getInputStream()) {
        notes.addAll(DocxReader.read(in, pieces));
      }
    }
  }

  private void rtf(byte[] bytes) throws IOException {
    if (bytes.length > MOST_OLE) {
      notes.add("not read: larger than " + (MOST_OLE >> 20) + " MB");
      return;
    }
    String title = WordRtf.read(bytes, pieces, notes);
    if (title != null) {
      titled(title);
    }
  }

  private static PackagePart main(OPCPackage file) throws IOException {
    for (String relation :
        List.of(
            PackageRelationshipTypes.CORE_DOCUMENT,
            PackageRelationshipTypes.STRICT_CORE_DOCUMENT)) {
      for (PackagePart part : file.getPartsByRelationshipType(relation)) {
        return part;
      }
    }
    throw new IOException("the package names no main part");
  }

  private void xlsx(byte[] bytes) throws IOException, OpenXML4JException {
    try (ZipParts parts = ZipParts.of(bytes, MOST_SHEETS);
        OPCPackage file = OPCPackage.open(parts)) {
      properties(file);
      try (XSSFWorkbook workbook = new XSSFWorkbook(file)) {
        notes.addAll(SheetReader.read(workbook, pieces));
      }
    }
  }

  /** The title alone: authors are persons. */
  private void properties(OPCPackage file) throws OpenXML4JException {
    Optional<String> title = file.getPackageProperties().getTitleProperty();
    title.ifPresent(this::titled);
  }

  private void titled(String title) {
    String line = Tidy.line(Characters.clean(title));
    if (!line.isEmpty()) {
      ownTitle = line;
      meta.add(new Meta("Title", line));
    }
  }

  private void ole(byte[] bytes) throws IOException {
    if (bytes.length > MOST_OLE) {
      notes.add("not read: larger than " + (MOST_OLE >> 20) + " MB");
      return;
    }
    try (POIFSFileSystem file = new POIFSFileSystem(new ByteArrayInputStream(bytes))) {
      DirectoryNode root = file.getRoot();
      for (Entry entry : root) {
        if (entry instanceof DocumentEntry stream
            && !stream.getName().equals("Data")
            && stream.getSize() > MOST_STREAM) {
          notes.add("not read: more than " + (MOST_STREAM >> 20) + " MB of text");
          return;
        }
      }
      if (type.equals(Format.DOC)) {
        try (HWPFDocument doc = new HWPFDocument(root)) {
          properties(doc);
          notes.addAll(DocReader.read(doc, pieces));
        }
      } else {
        try (HSSFWorkbook workbook = new HSSFWorkbook(root, false)) {
          properties(workbook);
          notes.addAll(SheetReader.read(workbook, pieces));
        }
      }
    }
  }

  private void properties(POIDocument file) {
    SummaryInformation summary = file.getSummaryInformation();
    if (summary != null && summary.getTitle() != null) {
      titled(summary.getTitle());
    }
  }
}
