package org.fangzhi.api;

import java.time.OffsetDateTime;

/**
 * Which records a list has.
 *
 * @param from the earliest datestamp; {@link OffsetDateTime#MIN} where there is no bound
 * @param before the first time after the latest; {@link OffsetDateTime#MAX} where there is no bound
 */
record OaiSelection(OffsetDateTime from, OffsetDateTime before, OaiSet set) {}
