package org.fangzhi.api;

import java.io.ByteArrayOutputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes XML 1.0 into memory; what may not stand in it becomes U+FFFD. */
final class OaiXml {
  static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XMLStreamWriter writer;

  /** Begins a document with its declaration. */
  OaiXml() {
    try {
      // The JDK's own, whichever else is on the class path.
      writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(bytes, "UTF-8");
      writer.writeStartDocument("UTF-8", "1.0");
    } catch (XMLStreamException e) {
      throw unwritten(e);
    }
  }

  /** Something that is written at its place. */
  @FunctionalInterface
  interface Part {
    void write(OaiXml xml);
  }

  /** An element with what is in it. */
  OaiXml element(String name, Part inside) {
    try {
      writer.writeStartElement(name);
      inside.write(this);
      writer.writeEndElement();
      return this;
    } catch (XMLStreamException e) {
      throw unwritten(e);
    }
  }

  /** An element with a text in it; none where there is no text. */
  OaiXml element(String name, @Nullable String text) {
    return text == null ? this : element(name, xml -> xml.text(text));
  }

  /** An attribute of the element just begun; none where there is no value. */
  OaiXml attribute(String name, @Nullable Object value) {
    try {
      if (value != null) {
        writer.writeAttribute(name, legal(value.toString()));
      }
      return this;
    } catch (XMLStreamException e) {
      throw unwritten(e);
    }
  }

  OaiXml text(String text) {
    try {
      writer.writeCharacters(legal(text));
      return this;
    } catch (XMLStreamException e) {
      throw unwritten(e);
    }
  }

  /** The namespace of the element just begun, and where its schema is. */
  OaiXml schema(String prefix, String namespace, String location) {
    return attribute(prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix, namespace)
        .attribute("xmlns:xsi", XSI)
        .attribute("xsi:schemaLocation", namespace + " " + location);
  }

  /** The whole document. */
  byte[] bytes() {
    try {
      writer.writeEndDocument();
      writer.close();
      return bytes.toByteArray();
    } catch (XMLStreamException e) {
      throw unwritten(e);
    }
  }

  /** A time as the protocol has it: seconds of UTC. */
  static String time(OffsetDateTime at) {
    return at.withOffsetSameInstant(ZoneOffset.UTC)
        .truncatedTo(ChronoUnit.SECONDS)
        .toInstant()
        .toString();
  }

  /** The text with U+FFFD for each character that XML 1.0 does not know. */
  static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints().map(c -> isLegal(c) ? c : 0xfffd).forEach(legal::appendCodePoint);
    return legal.toString();
  }

  private static boolean isLegal(int c) {
    return c >= 0x20 && c <= 0xd7ff
        || c >= 0xe000 && c <= 0xfffd
        || c >= 0x10000
        || c == '\t'
        || c == '\n'
        || c == '\r';
  }

  private static IllegalStateException unwritten(XMLStreamException e) {
    return new IllegalStateException("XML cannot be written", e);
  }
}
