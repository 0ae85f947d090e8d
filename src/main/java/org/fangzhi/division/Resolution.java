package org.fangzhi.division;

import java.util.List;

/** What a printed name says of the division that it belongs to. */
public sealed interface Resolution {

  /**
   * The one division that the name can mean.
   *
   * @param division the division, under its present name
   * @param length how many characters of the text name it, parents included
   */
  record Found(Division division, int length) implements Resolution {}

  /**
   * A name that does not suffice: several divisions bear it, or one bears it today and nothing else
   * places it (townships, districts and short forms recur and were used elsewhere before).
   *
   * @param candidates the divisions that it can mean, in order of code
   * @param length how many characters of the text name them
   */
  record Ambiguous(List<Division> candidates, int length) implements Resolution {
    public Ambiguous {
      candidates = List.copyOf(candidates);
    }
  }

  /** No division of the table: no name, an abolished one, or a functional zone. */
  record None() implements Resolution {}
}
