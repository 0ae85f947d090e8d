package org.fangzhi.console;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.fangzhi.publish.Contract;
import org.fangzhi.report.Catalogue;
import org.fangzhi.report.Catalogue.Form;

/** What there is for programs: forms, views, addresses. */
public record DataPage(List<Form> forms, Contract contract, String origin) {
  static DataPage load(Connection connection, Visit visit) throws SQLException {
    return new DataPage(Catalogue.get().forms(), Contract.of(connection), visit.origin());
  }
}
