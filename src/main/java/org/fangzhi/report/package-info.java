/** Documents in, reports out: forms, sections, figures, checks. Knows documents and divisions. */
@NullMarked
package org.fangzhi.report;

import org.jspecify.annotations.NullMarked;
