package io.camrelay.vision;

import io.camrelay.picture.Detail;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Providers whose settings are known: what an operator need not look up. Each value is a default,
 * which the configuration may override.
 */
public enum Preset {
  OPENAI,
  AZURE,
  AZURE_LEGACY,
  OPENROUTER,
  GEMINI,
  OLLAMA,
  LLAMA_CPP,
  VLLM,
  ANTHROPIC;

  /** Where it is, and which model to ask, are the operator's own. */
  private static final String NOT_KNOWN = "";

  /** A local model is loaded first, and may then think for minutes. */
  private static final Patience LOCAL =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  /** Empty where it is the operator's own. */
  public String baseUrl() {
    return switch (this) {
      case OPENAI -> "https://api.openai.com/v1";
      case AZURE, AZURE_LEGACY -> NOT_KNOWN;
      case OPENROUTER -> "https://openrouter.ai/api/v1";
      case GEMINI -> "https://generativelanguage.googleapis.com/v1beta/openai";
      case OLLAMA -> "http://127.0.0.1:11434/v1";
      case LLAMA_CPP -> "http://127.0.0.1:8080/v1";
      case VLLM -> "http://127.0.0.1:8000/v1";
      case ANTHROPIC -> "https://api.anthropic.com/v1";
    };
  }

  /** What a base URL looks like, where it is the operator's own. */
  public String baseUrlExample() {
    return switch (this) {
      case AZURE -> "https://NAME.openai.azure.com/openai/v1";
      case AZURE_LEGACY -> "https://NAME.openai.azure.com/openai/deployments/DEPLOYMENT";
      case OPENAI, OPENROUTER, GEMINI, OLLAMA, LLAMA_CPP, VLLM, ANTHROPIC -> baseUrl();
    };
  }

  /** What follows the base URL. */
  public String path() {
    return this == ANTHROPIC ? "/messages" : Endpoint.CHAT_COMPLETIONS;
  }

  /** Parameters of the URL. */
  public Map<String, String> query() {
    return this == AZURE_LEGACY ? Map.of("api-version", "2024-10-21") : Map.of();
  }

  /** Headers beside the key's. */
  public Map<String, String> headers() {
    return this == ANTHROPIC ? Map.of("anthropic-version", "2023-06-01") : Map.of();
  }

  /** The header that carries the key. */
  public String keyHeader() {
    return switch (this) {
      case AZURE, AZURE_LEGACY -> "api-key";
      case ANTHROPIC -> "x-api-key";
      case OPENAI, OPENROUTER, GEMINI, OLLAMA, LLAMA_CPP, VLLM -> Endpoint.AUTHORIZATION;
    };
  }

  /** What stands before the key in it. */
  public String keyPrefix() {
    return keyHeader().equals(Endpoint.AUTHORIZATION) ? Endpoint.BEARER : "";
  }

  /** Whether nobody is answered without a key. */
  public boolean wantsKey() {
    return switch (this) {
      case OPENAI, AZURE, AZURE_LEGACY, OPENROUTER, GEMINI, ANTHROPIC -> true;
      case OLLAMA, LLAMA_CPP, VLLM -> false;
    };
  }

  /** What it speaks. */
  public Dialect dialect() {
    return switch (this) {
      case OPENAI, AZURE -> Dialect.OPENAI;
      case AZURE_LEGACY, OPENROUTER -> chat("max_tokens", Detail.HIGH);
      // No switch for detail: Google's endpoint and local models take the picture as it comes.
      case GEMINI, OLLAMA, LLAMA_CPP, VLLM -> chat("max_tokens", null);
      case ANTHROPIC -> Dialect.ANTHROPIC;
    };
  }

  /** How long it is waited for. */
  public Patience patience() {
    return switch (this) {
      case OLLAMA, LLAMA_CPP, VLLM -> LOCAL;
      case OPENAI, AZURE, AZURE_LEGACY, OPENROUTER, GEMINI, ANTHROPIC -> Patience.defaults();
    };
  }

  private static Dialect chat(String tokenLimitField, @Nullable Detail detail) {
    return new Dialect(Api.CHAT_COMPLETIONS, tokenLimitField, detail, true, false, "");
  }
}
