package org.fangzhi.division;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * @param parent the code of the name before the last, 0 when there is none or it is not certain
 */
record NameChain(List<Bearer> bearers, int length, int names, boolean bare, int parent) {

  static NameChain read(String text, DivisionNames names, @Nullable Integer year) {
    NameChain chain = new NameChain(List.of(), 0, 0, false, 0);
    for (NameChain next = chain; next != null; next = chain.next(text, names, year)) chain = next;
    return chain;
  }

  /** With the longest name that goes on; null when none does. */
  private @Nullable NameChain next(String text, DivisionNames known, @Nullable Integer year) {
    int start = names > 0 ? Place.afterGovernment(text, length) : length;
    if (start + 2 > text.length()) return null;
    int reach = known.reach(text.charAt(start), text.charAt(start + 1));
    for (int end = Math.min(text.length(), start + reach); end > start + 1; end--) {
      if (text.startsWith("村", end) && text.charAt(end - 1) == '乡') continue;
      String name = text.substring(start, end);
      List<Bearer> full = fitting(known.full(name), year);
      List<Bearer> bare = start == length ? fitting(known.bare(name), year) : List.of();
      if (!full.isEmpty() || !bare.isEmpty()) return with(full, bare, end);
    }
    return null;
  }

  private NameChain with(List<Bearer> full, List<Bearer> bare, int end) {
    List<Bearer> all = new ArrayList<>(full);
    all.addAll(bare);
    Set<Integer> holders = new HashSet<>();
    for (Bearer holder : bearers) {
      if (holder.code() != 0 && anyIn(all, holder.code())) holders.add(holder.code());
    }
    int parent = holders.size() == 1 ? holders.iterator().next() : 0;
    return new NameChain(all, end, names + 1, full.isEmpty(), parent);
  }

  private static boolean anyIn(List<Bearer> bearers, int ancestor) {
    for (Bearer bearer : bearers) {
      if (bearer.in(ancestor)) return true;
    }
    return false;
  }

  private List<Bearer> fitting(Bearer[] all, @Nullable Integer year) {
    if (all.length == 0) return List.of();
    List<Bearer> fitting = new ArrayList<>(all.length);
    for (Bearer bearer : all) {
      if (fits(bearer, year)) fitting.add(bearer);
    }
    return fitting;
  }

  private boolean fits(Bearer bearer, @Nullable Integer year) {
    if (year != null && bearer.until() < year) return false;
    return names == 0 || bearers.stream().anyMatch(p -> p.code() != 0 && bearer.in(p.code()));
  }
}
