@NullMarked
package io.camrelay.form;

import org.jspecify.annotations.NullMarked;
