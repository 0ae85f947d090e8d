package org.fangzhi.division;

import static org.assertj.core.api.Assertions.assertThat;

import org.fangzhi.division.Division.Level;
import org.fangzhi.division.Resolution.Ambiguous;
import org.fangzhi.division.Resolution.Found;
import org.fangzhi.division.Resolution.None;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DivisionsTest {

  @ParameterizedTest
  @CsvSource({
    "530000, 530000, 云南省, PROVINCE",
    "53, 530000, 云南省, PROVINCE",
    "530300, 530300, 曲靖市, PREFECTURE",
    "530381, 530381, 宣威市, COUNTY",
    "530381000, 530381, 宣威市, COUNTY",
    "430621114, 430621114, 杨林街镇, TOWNSHIP",
    "430621114000, 430621114, 杨林街镇, TOWNSHIP",
    "441900, 441900, 东莞市, PREFECTURE",
    "620200, 620200, 嘉峪关市, PREFECTURE"
  })
  void codesMayBePadded(String given, String code, String name, Level level) {
    Division division = Divisions.byCode(given).orElseThrow();
    assertThat(division.code()).isEqualTo(code);
    assertThat(division.name()).isEqualTo(name);
    assertThat(division.level()).isEqualTo(level);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "990000", "530399", "430621114203", "000000", "53038", "abc", "-53038"})
  void otherCodesAreNobodys(String code) {
    assertThat(Divisions.byCode(code)).isEmpty();
  }

  @Test
  void aPathLeadsDownWithoutRowsThatOnlyGroup() {
    assertThat(Divisions.byCode("430621114").orElseThrow().path())
        .containsExactly("湖南省", "岳阳市", "岳阳县", "杨林街镇");
    assertThat(Divisions.byCode("110105").orElseThrow().path()).containsExactly("北京市", "朝阳区");
    assertThat(Divisions.byCode("429004").orElseThrow().path()).containsExactly("湖北省", "仙桃市");
    assertThat(Divisions.byCode("441900003").orElseThrow().path()).startsWith("广东省", "东莞市");
  }

  @ParameterizedTest
  @CsvSource({
    // full names, short ones, parents
    "宣威市, 530381",
    "宣威, 530381",
    "滑县, 410526",
    "滑县人民政府办公室, 410526",
    "嘉峪关市, 620200",
    "湖南省岳阳市岳阳县杨林街镇人民政府, 430621114",
    "岳阳县杨林街镇, 430621114",
    "上海市科委, 310000",
    "内蒙古自治区, 150000",
    "广西人民政府, 450000",
    "湘西州人民政府, 433100",
    "黔东南州, 522600",
    "北京市朝阳区, 110105",
    "荆州市公安局, 421000",
    "长沙市住房和城乡建设局, 430100",
    "绍兴市市场监督管理局, 330600",
    "重庆市沙坪坝区人民政府小龙坎街道办事处, 500106001",
    "浦东新区, 310115",
    // kinds and peoples
    "隆林各族自治县, 451031",
    "恩施土家族苗族自治州, 422800",
    "海南藏族自治州, 632500",
    "海南省, 460000",
    "吉林市, 220200",
    "吉林省, 220000",
    // names of before
    "洪泽县, 320813",
    "淮安市楚州区, 320803",
    "襄樊市人民政府, 420600",
    "资阳市简阳市, 510185"
  })
  void aNameLeadsToItsDivision(String text, String code) {
    assertThat(codeOf(Divisions.find(text, null))).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"鼓楼区", "朝阳", "吉林", "海南", "城关镇", "桥东区", "新市区人民政府", "清河区", "矿区", "杨林街镇", "毕节市"})
  void aNameThatDoesNotSufficeIsAmbiguous(String text) {
    assertThat(Divisions.find(text, null)).isInstanceOf(Ambiguous.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "平潭综合实验区",
        "平潭综合实验区管理委员会",
        "雄安新区",
        "郑州市郑东新区管委会",
        "邢台市桥东区",
        "邢台市桥东区教育局",
        "岳阳县三荷乡人民政府",
        "太湖流域管理局",
        "北京大学",
        "",
        "某某局"
      })
  void whatTheTableDoesNotHaveIsNotTakenForItsNeighbour(String text) {
    assertThat(Divisions.find(text, null)).isNotInstanceOf(Found.class);
  }

  @Test
  void functionalZonesAreNone() {
    assertThat(Divisions.find("平潭综合实验区", null)).isInstanceOf(None.class);
    assertThat(Divisions.find("曲靖市高新技术产业发展局", null)).isInstanceOf(None.class);
    assertThat(Divisions.find("平潭县经济技术开发区管委会", null)).isInstanceOf(None.class);
  }

  @ParameterizedTest
  @CsvSource({
    "鼓楼区, 350100, 350102",
    "鼓楼区, 320100, 320106",
    "城关镇, 610927, 610927100",
    "杨林街镇人民政府, 430621, 430621114",
    "杨林街镇, 430600, 430621114",
    "宣威教育局, 530381, 530381",
    "洪泽区, 320800, 320813"
  })
  void aKnownParentPlacesAName(String text, String within, String code) {
    assertThat(codeOf(Divisions.find(text, Divisions.byCode(within).orElseThrow())))
        .isEqualTo(code);
  }

  @Test
  void aTownshipElsewhereIsNotTakenFromTheWrongCounty() {
    Division xuanwei = Divisions.byCode("530381").orElseThrow();
    assertThat(Divisions.find("杨林街镇", xuanwei)).isInstanceOf(Ambiguous.class);
    assertThat(codeOf(Divisions.find("滑县", xuanwei))).isEqualTo("410526");
    Division guangshui = Divisions.byCode("421381").orElseThrow();
    assertThat(Divisions.find("湖北省随州市经济开发区", guangshui)).isInstanceOf(Ambiguous.class);
  }

  @Test
  void theYearTellsWhichBearerOfANameIsMeant() {
    assertThat(Divisions.find("毕节市", null, 2009)).isInstanceOf(Ambiguous.class);
    assertThat(codeOf(Divisions.find("毕节市", null, 2018))).isEqualTo("520500");
    assertThat(codeOf(Divisions.find("张家口市桥东区", null, 2012))).isEqualTo("130702");
    assertThat(codeOf(Divisions.find("桥东区", null, 2022))).isEqualTo("130702");
  }

  @Test
  void aFoundNameTellsItsLength() {
    assertThat(Divisions.find("岳阳县杨林街镇人民政府", null))
        .isInstanceOfSatisfying(Found.class, found -> assertThat(found.length()).isEqualTo(7));
  }

  private static @Nullable String codeOf(Resolution resolution) {
    return resolution instanceof Found found ? found.division().code() : resolution.toString();
  }

  @Test
  void what_lies_right_below_is_told_without_rows_that_only_group() {
    assertThat(Divisions.within(null)).hasSize(31);
    assertThat(Divisions.within("530300").stream().map(Division::name))
        .contains("麒麟区", "宣威市")
        .hasSize(9);
    assertThat(Divisions.within("110000").stream().map(Division::name))
        .contains("东城区", "延庆区")
        .doesNotContain("市辖区")
        .hasSize(16);
    assertThat(Divisions.within("990000")).isEmpty();
  }
}
