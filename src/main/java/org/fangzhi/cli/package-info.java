/** The commands. */
@NullMarked
package org.fangzhi.cli;

import org.jspecify.annotations.NullMarked;
