/** Thin steps that the routes call. */
@NullMarked
package org.fangzhi.pipeline;

import org.jspecify.annotations.NullMarked;
