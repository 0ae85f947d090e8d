/** What programs ask over HTTP. Reads {@code api} views only; writes nothing. */
@NullMarked
package org.fangzhi.api;

import org.jspecify.annotations.NullMarked;
