/** The pages that people see. */
@NullMarked
package org.fangzhi.console;

import org.jspecify.annotations.NullMarked;
