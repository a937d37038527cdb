@VZ-03 @VZ-05 @VZ-07 @VZ-08 @VZ-11 @VZ-15 @VZ-16
Feature: What is somebody's own
  Lina has a playlist, a conversation, a stream, an account, and whatever else Veza keeps for
  somebody. Whoever has no right to it gets nowhere, by whichever door, and leaves no trace.

  Rule: Everybody who has no key stays outside every door

    @critical @realtime
    Example: whatever they try
      Given Lina has one of everything that Veza keeps for somebody
      When Zoe, Nils, Arno, Milo, Ada and Lina try all that is offered on it, in every way
      Then each of them is refused what they may not do
      And nothing has changed by it, for anybody or in any store
      And none of them learns anything that is not for them, also while Lina goes on
