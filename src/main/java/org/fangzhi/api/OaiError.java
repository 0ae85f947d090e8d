package org.fangzhi.api;

/** Why a question of OAI-PMH has no answer, by one of the protocol's own codes. */
final class OaiError extends Exception {
  private static final long serialVersionUID = 1;

  /** The codes of section 3.6 of the protocol; those that cannot occur here are left out. */
  enum Code {
    badArgument,
    badResumptionToken,
    badVerb,
    cannotDisseminateFormat,
    idDoesNotExist,
    noRecordsMatch;

    /** Whether the answer must not repeat the arguments, since they are not to be trusted. */
    boolean hidesArguments() {
      return this == badVerb || this == badArgument;
    }
  }

  private final Code code;

  OaiError(Code code, String message) {
    super(message);
    this.code = code;
  }

  Code code() {
    return code;
  }
}
