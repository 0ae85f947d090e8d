/** Source files: what to harvest, checked by a JSON Schema. */
@NullMarked
package org.fangzhi.source;

import org.jspecify.annotations.NullMarked;
