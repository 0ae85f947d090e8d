/** Sample sites for the demo and the tests, served on loopback. */
@NullMarked
package org.fangzhi.sample;

import org.jspecify.annotations.NullMarked;
