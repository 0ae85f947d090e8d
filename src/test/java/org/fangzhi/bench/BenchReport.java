package org.fangzhi.bench;

import java.util.List;
import java.util.SplittableRandom;

/**
 * A generated report of the form of 2021. The same site and page give the same report on every
 * machine; its sums hold.
 *
 * @param agency who reports
 * @param year the year reported on
 * @param figures the 200 figures in the order of tables two, three and four
 */
record BenchReport(String agency, int year, int[] figures) {
  private static final long SEED = 20260326;
  private static final int OUTCOMES = 21;
  private static final int TYPES = 6;

  private static final List<String> COUNTIES =
      List.of(
          "宣威市",
          "绩溪县",
          "滑县",
          "玉门市",
          "会泽县",
          "旌德县",
          "内黄县",
          "敦煌市",
          "罗平县",
          "泾县",
          "林州市",
          "瓜州县",
          "师宗县",
          "郎溪县",
          "浚县",
          "金塔县",
          "陆良县",
          "广德市",
          "淇县",
          "肃北蒙古族自治县");
  private static final List<String> BUREAUS =
      List.of(
          "教育局",
          "科学技术局",
          "公安局",
          "民政局",
          "司法局",
          "财政局",
          "自然资源局",
          "住房和城乡建设局",
          "交通运输局",
          "水务局",
          "农业农村局",
          "商务局",
          "文化和旅游局",
          "卫生健康局",
          "退役军人事务局",
          "应急管理局",
          "审计局",
          "市场监督管理局",
          "统计局",
          "医疗保障局",
          "信访局",
          "林业和草原局",
          "城市管理局",
          "乡村振兴局",
          "政务服务管理局");

  /** The report that a site serves as one of its pages, both counted from 0. */
  static BenchReport of(int site, int page) {
    SplittableRandom random = new SplittableRandom(SEED + site * 1_000_003L + page);
    int office = page / 4;
    String part = office < BUREAUS.size() ? "" : "第" + (office / BUREAUS.size() + 1) + "分局";
    String county = COUNTIES.get(site % COUNTIES.size());
    int[] figures = new int[200];
    two(figures, random);
    three(figures, random);
    four(figures, random);
    return new BenchReport(
        county + BUREAUS.get(office % BUREAUS.size()) + part, year(page), figures);
  }

  /** The year that a page reports on, the same for every site. */
  static int year(int page) {
    return 2021 + page % 4;
  }

  String title() {
    return agency + year + "年政府信息公开工作年度报告";
  }

  private static void two(int[] figures, SplittableRandom random) {
    figures[3] = random.nextInt(9);
    figures[4] = random.nextInt(4);
    figures[5] = 20 + random.nextInt(80);
    figures[6] = random.nextInt(30_000);
    figures[7] = random.nextInt(3_000);
    figures[8] = random.nextInt(200);
    figures[9] = random.nextInt(5_000);
  }

  /** Rows: new, carried over, 21 outcomes, their total, carried on; columns: six kinds, total. */
  private static void three(int[] figures, SplittableRandom random) {
    for (int type = 0; type < TYPES; type++) {
      int done = 0;
      for (int row = 2; row < 2 + OUTCOMES; row++) {
        int count = random.nextInt(10) < 7 ? 0 : random.nextInt(type == 0 ? 40 : 4);
        done += count;
        cell(figures, row, type, count);
      }
      int before = done == 0 ? 0 : random.nextInt(done);
      int after = random.nextInt(4);
      cell(figures, 0, type, done + after - Math.min(before, done + after));
      cell(figures, 1, type, Math.min(before, done + after));
      cell(figures, 2 + OUTCOMES, type, done);
      cell(figures, 3 + OUTCOMES, type, after);
    }
  }

  private static void cell(int[] figures, int row, int type, int count) {
    figures[10 + row * 7 + type] = count;
    figures[10 + row * 7 + TYPES] += count;
  }

  private static void four(int[] figures, SplittableRandom random) {
    for (int block = 185; block < 200; block += 5) {
      for (int i = 0; i < 4; i++) {
        figures[block + i] = random.nextInt(3);
        figures[block + 4] += figures[block + i];
      }
    }
  }
}
