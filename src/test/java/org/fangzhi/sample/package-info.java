@NullMarked
package org.fangzhi.sample;

import org.jspecify.annotations.NullMarked;
