package org.fangzhi.pipeline;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Elements of an XML document, by namespace and name. */
final class Elements {
  private Elements() {}

  /** Reads a document whose names have namespaces. */
  static Document parse(String xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
  }

  /** The elements of a name, however deep. */
  static List<Element> all(Node within, String namespace, String name) {
    NodeList found =
        within instanceof Document document
            ? document.getElementsByTagNameNS(namespace, name)
            : ((Element) within).getElementsByTagNameNS(namespace, name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  /** What stands in them. */
  static List<String> texts(Node within, String namespace, String name) {
    return all(within, namespace, name).stream().map(Element::getTextContent).toList();
  }
}
