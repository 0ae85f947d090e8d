/** What this process and the whole of Fangzhi do, in numbers for those who watch over them. */
@NullMarked
package org.fangzhi.metrics;

import org.jspecify.annotations.NullMarked;
