/** The archive in the formats of web archives: WARC 1.1, CDXJ and WACZ. */
@NullMarked
package org.fangzhi.warc;

import org.jspecify.annotations.NullMarked;
