package org.fangzhi.warc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.fangzhi.store.Transactions;
import org.netpreserve.jwarc.WaczWriter;

/** Packs a folder of WARC files as one WACZ file (WACZ 1.1.1), which viewers open as it is. */
public final class Wacz {

  private static final String PAGES =
      """
      select p.url, v.at, coalesce(g.title, p.anchor)
      from version v join page p on p.id = v.page_id join observation o on o.id = v.observation_id
      left join reading g on g.version_id = v.id and g.state = 'current'
      join payload y on y.sha256 = v.sha256 and y.hidden is null
      where v.kind <> 'tombstone' and p.kind in ('list', 'article') and v.observation_id <= ?
        and
      """
          + Chosen.WITHIN
          + " order by v.id";

  private Wacz() {}

  /**
   * Packs the files of a folder.
   *
   * @param title what people see when they open it
   */
  public static void pack(
      Transactions transactions, Path folder, Path wacz, String title, String software)
      throws IOException, SQLException {
    Manifest manifest = Manifest.of(folder);
    if (manifest == null) {
      throw new IOException(folder + " holds no export");
    }
    Path part = wacz.resolveSibling("." + wacz.getFileName() + ".part");
    try (WaczWriter writer = new WaczWriter(part)) {
      writer.set("title", title);
      writer.set("software", software);
      writer.set("created", Instant.now().toString());
      writer.setAutoPages(false);
      for (Manifest.File file : manifest.files()) {
        writer.writeResource("archive/" + file.name(), folder.resolve(file.name()));
      }
      // Viewers pass over the packed index that the writer adds by itself.
      Path index = Cdxj.merged(folder, manifest);
      try {
        writer.writeResource("indexes/index.cdxj", index);
      } finally {
        Files.delete(index);
      }
      pages(transactions, manifest, writer);
    } catch (IOException | SQLException | RuntimeException failure) {
      Files.deleteIfExists(part);
      throw failure;
    }
    Files.move(part, wacz, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void pages(Transactions transactions, Manifest manifest, WaczWriter writer)
      throws SQLException, IOException {
    try (Connection connection = transactions.dataSource().getConnection();
        PreparedStatement select = connection.prepareStatement(PAGES)) {
      select.setLong(1, manifest.last());
      manifest.chosen().bind(select, 2);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        writer.addPage(
            rows.getString(1),
            rows.getObject(2, OffsetDateTime.class).toInstant(),
            rows.getString(3));
      }
    }
  }
}
