/**
 * The form that an answer must have: a JSON Schema of the operator's. Says whether a schema can be
 * used, takes the one JSON value out of what a model said, judges it, and writes it as a device
 * gets it. The library that knows JSON Schema stays in here, and so do its bounds: a schema or an
 * answer that would take for ever is refused.
 *
 * <p>Start reading at {@link io.camrelay.form.AnswerForm}.
 */
@NullMarked
package io.camrelay.form;

import org.jspecify.annotations.NullMarked;
