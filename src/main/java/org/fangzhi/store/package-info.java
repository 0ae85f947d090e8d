/** PostgreSQL: the connection, the schema and the four transactions. */
@NullMarked
package org.fangzhi.store;

import org.jspecify.annotations.NullMarked;
