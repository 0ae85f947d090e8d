/** Readings made current, and the change feed. */
@NullMarked
package org.fangzhi.publish;

import org.jspecify.annotations.NullMarked;
