/** The pages and the API that people see. */
@NullMarked
package org.fangzhi.console;

import org.jspecify.annotations.NullMarked;
