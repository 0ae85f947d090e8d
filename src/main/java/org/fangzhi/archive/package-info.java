/** Payloads, observations, versions and tombstones: what is kept for ever. */
@NullMarked
package org.fangzhi.archive;

import org.jspecify.annotations.NullMarked;
