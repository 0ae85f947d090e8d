package org.fangzhi.division;

import java.util.Arrays;
import java.util.List;
import org.fangzhi.division.DivisionNames.Bearer;
import org.jspecify.annotations.Nullable;

/**
 * Names one after another at the beginning of a text, each inside the one before; 人民政府 may stand
 * between them (沙坪坝区人民政府小龙坎街道办事处).
 *
 * @param bearers who the last name can mean; empty when the text begins with no name
 * @param length characters read
 * @param names how many names were read
 * @param bare whether the last name lacks its kind (宣威)
 * @param unique whether the last name has one bearer in the whole table
 * @param parent the code of the name before the last, 0 when there is none or it is not certain
 */
record NameChain(
    List<Bearer> bearers, int length, int names, boolean bare, boolean unique, int parent) {

  static NameChain read(String text, DivisionNames names, @Nullable Integer year) {
    NameChain chain = new NameChain(List.of(), 0, 0, false, false, 0);
    for (NameChain next = chain; next != null; next = chain.next(text, names, year)) chain = next;
    return chain;
  }

  private @Nullable NameChain next(String text, DivisionNames known, @Nullable Integer year) {
    for (int bareForms = 0; bareForms < 2; bareForms++) {
      int start = bareForms == 0 && names > 0 ? Place.afterGovernment(text, length) : length;
      for (int end = Math.min(text.length(), start + known.longest()); end > start + 1; end--) {
        String name = text.substring(start, end);
        Bearer[] all = bareForms == 0 ? known.full(name) : known.bare(name);
        List<Bearer> fitting = Arrays.stream(all).filter(b -> fits(b, year)).toList();
        if (fitting.isEmpty()) continue;
        int parent = bearers.size() == 1 ? bearers.get(0).code() : 0;
        return new NameChain(fitting, end, names + 1, bareForms == 1, all.length == 1, parent);
      }
    }
    return null;
  }

  private boolean fits(Bearer bearer, @Nullable Integer year) {
    if (year != null && bearer.until() < year) return false;
    return names == 0 || bearers.stream().anyMatch(p -> p.code() != 0 && bearer.in(p.code()));
  }
}
