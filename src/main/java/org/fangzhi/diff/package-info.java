/** What two versions of a document differ in. Pure: no database, network or pipeline. */
@NullMarked
package org.fangzhi.diff;

import org.jspecify.annotations.NullMarked;
