/** Source files while they are written: drafts, probes, and what an edited rule would do. */
@NullMarked
package org.fangzhi.draft;

import org.jspecify.annotations.NullMarked;
