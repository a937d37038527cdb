@VZ-02 @VZ-05 @VZ-07 @VZ-08 @VZ-11
Feature: What is filled in
  What people may fill in is kept to the letter, in every script and whatever it looks like; what
  cannot be taken is refused by the name of the field, and leaves nothing.

  Background:
    Given Lina has one of everything that Veza keeps for somebody

  Rule: What cannot be taken is refused by the name of the field

    @critical
    Example: every field, wrong in every way
      When Lina, Arno, Milo and Ada fill in whatever they may, each field wrongly in every way
      And Lina says whatever she may on live connections, each field wrongly in every way
      Then each time the field that is wrong is named, and no other
      And it is named on live connections as well, which live on
      And nothing of it has changed anything, for anybody or in any store

  Rule: What can be taken is kept as it was sent

    Example: every field, at its limits and in every script
      When Lina, Arno, Milo and Ada fill in whatever they may, with all that a field has to take
      Then it is taken, and kept as it was sent
