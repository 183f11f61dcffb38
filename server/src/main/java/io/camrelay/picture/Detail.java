package io.camrelay.picture;

/** How closely a model looks at a picture, where its provider lets the asker choose. */
public enum Detail {
  /** A small copy: cheap, and blind to small things. */
  LOW("low"),
  /** As large as the model can take. */
  HIGH("high"),
  /** Whatever the model's makers choose, today. */
  AUTO("auto");

  private final String word;

  Detail(String word) {
    this.word = word;
  }

  /** As requests and configurations spell it. */
  public String word() {
    return word;
  }
}
