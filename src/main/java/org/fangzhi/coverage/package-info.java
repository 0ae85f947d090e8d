/** Who is expected to report, what of it is held, and what is missing and why. */
@NullMarked
package org.fangzhi.coverage;

import org.jspecify.annotations.NullMarked;
