package io.camrelay.vision;

/** What a provider speaks. */
public enum Api {
  /** OpenAI's chat completions, and all who are compatible. */
  CHAT_COMPLETIONS,
  /** Anthropic's Messages. */
  MESSAGES
}
