/** Bytes in, documents out. Knows nothing of networks, databases or reports. */
@NullMarked
package org.fangzhi.document;

import org.jspecify.annotations.NullMarked;
