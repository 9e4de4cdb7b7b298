package dev.sluice.engine.chat;

import dev.sluice.engine.chat.ChatRefusedException.Reason;

/** What a message and a reaction may consist of. Nothing is escaped: that is for those who display it. */
final class ChatRules {
    private static final int MAX_EMOJI_CODE_POINTS = 12;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int EMOJI_PRESENTATION = 0xFE0F;
    private static final int KEYCAP = 0x20E3;
    private static final int FIRST_TAG = 0xE0020;
    private static final int LAST_TAG = 0xE007F;
    private static final int FIRST_REGIONAL = 0x1F1E6;
    private static final int LAST_REGIONAL = 0x1F1FF;

    private ChatRules() {}

    /** The message without white space at its ends. */
    static String message(String text, int maxLength) throws ChatRefusedException {
        String message = text.strip();
        if (message.isEmpty()) {
            throw new ChatRefusedException(Reason.INVALID, "The message is empty.");
        }
        if (message.codePointCount(0, message.length()) > maxLength) {
            throw new ChatRefusedException(Reason.INVALID, "The message has more than " + maxLength + " characters.");
        }
        if (message.codePoints().anyMatch(ChatRules::unprintable)) {
            throw new ChatRefusedException(Reason.INVALID, "The message has control characters in it.");
        }
        return message;
    }

    static String emoji(String text) throws ChatRefusedException {
        boolean picture = text.codePoints().anyMatch(ChatRules::isPicture);
        boolean plain = text.codePoints().allMatch(ChatRules::belongsToEmoji);
        if (!picture || !plain || text.codePointCount(0, text.length()) > MAX_EMOJI_CODE_POINTS) {
            throw new ChatRefusedException(Reason.INVALID, "The reaction is not an emoji.");
        }
        return text;
    }

    private static boolean unprintable(int codePoint) {
        boolean loneSurrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return loneSurrogate || (Character.isISOControl(codePoint) && codePoint != '\n');
    }

    private static boolean isPicture(int codePoint) {
        boolean regional = codePoint >= FIRST_REGIONAL && codePoint <= LAST_REGIONAL;
        return regional || codePoint == KEYCAP || Character.isExtendedPictographic(codePoint);
    }

    private static boolean belongsToEmoji(int codePoint) {
        boolean glue = codePoint == ZERO_WIDTH_JOINER || codePoint == EMOJI_PRESENTATION;
        boolean tag = codePoint >= FIRST_TAG && codePoint <= LAST_TAG;
        return glue || tag || isPicture(codePoint) || Character.isEmoji(codePoint);
    }
}
