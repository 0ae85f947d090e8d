/** The table of administrative divisions and the names they go by. */
@NullMarked
package org.fangzhi.division;

import org.jspecify.annotations.NullMarked;
