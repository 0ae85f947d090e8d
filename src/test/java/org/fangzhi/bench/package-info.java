/** Generated sites to measure the pipeline with. */
@NullMarked
package org.fangzhi.bench;

import org.jspecify.annotations.NullMarked;
