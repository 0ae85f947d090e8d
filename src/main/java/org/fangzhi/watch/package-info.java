/** Whether sources give what is expected of them; why any page is as it is; what is told then. */
@NullMarked
package org.fangzhi.watch;

import org.jspecify.annotations.NullMarked;
