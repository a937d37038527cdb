@VZ-01 @VZ-05 @VZ-08 @VZ-10 @VZ-11 @VZ-13 @VZ-14 @VZ-15 @VZ-17
Feature: What is told
  What people do on Veza its services tell each other, so that each knows what it has to: once, in the
  order in which it was done, and as it is.

  Rule: What somebody does is told to the other services once, as it is

    @critical @realtime @needs.broker
    Example: one of everything
      Given Lina and Milo are members of a conversation
      When Lina, Arno, Milo and Ada do one of everything that is told of, and Zoe comes and goes
      Then each of it is told once, in the order in which it was done, with what is true of it
      And Milo sees what Lina is called and listens to, as it is
