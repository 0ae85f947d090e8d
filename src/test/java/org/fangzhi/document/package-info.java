@NullMarked
package org.fangzhi.document;

import org.jspecify.annotations.NullMarked;
