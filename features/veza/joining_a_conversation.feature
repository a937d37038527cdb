@VZ-07
Feature: Joining a conversation
  Who comes into a conversation sees at once what was said lately and who is there. It is open
  to its members only.

  Background:
    Given Lina, Arno and Milo are members of a conversation

  Rule: A member sees the recent messages in order, and who is present

    @critical @realtime
    Example: as much as fits, in the middle of an evening
      Given Arno and Milo are present
      And Arno and Milo have said 50 things in turn
      When Lina joins the conversation
      Then Lina sees the 50 messages in the order they were said
      And Lina sees that Arno, Milo and Lina are present

    @ui
    Example: in the browser
      Given Arno is present
      And Arno has said "First", "Second" and "Third 🎺"
      And Arno has said 49 things
      When Lina opens the conversation in the browser
      Then Lina reads the last 50 messages in the order they were said, and the 2 older ones when she asks for them
      And Lina reads that Arno and Lina are present, and not Milo

    Example: when there is more than fits
      Given Arno is present
      And Arno has said 53 things
      When Lina joins the conversation
      Then Lina sees the last 50 messages and that there are more
      And Lina finds the 3 older ones, in order, when she asks for them
      And Lina is told all of it, in order, when she joins as somebody who knows nothing yet

    Example: when nothing was said yet
      When Lina joins the conversation
      Then Lina sees no messages
      And Lina sees that only Lina is present

    @needs.control @disrupts.veza
    Example: while redis is away
      Given Arno and Milo are present
      And Lina is signed in
      When redis stops
      And Lina joins the conversation
      Then Lina sees that Arno, Milo and Lina are present
      And Arno and Milo see once that Lina has come

  Rule: Everybody present sees who comes and who goes

    @realtime
    Example: coming and going
      Given Arno and Milo are present
      And Milo has looked into another conversation and left it
      When Lina joins the conversation, and once more as if no answer had come
      Then Arno and Milo see once that Lina has come
      And Arno and Milo see once that Lina has gone, after she leaves
      And nobody is present, after Arno and Milo leave

    @realtime
    Example: vanishing without a word
      Given Lina, Arno and Milo are present
      When the line of Lina breaks
      Then Arno and Milo see once that Lina has gone

    @realtime @needs.control @disrupts.veza
    Example: vanishing with one chat-server, while others are there by way of the other
      Given Arno uses chat-server-2
      And Arno, Lina and Milo are present
      When chat-server dies, and Lina comes back by way of chat-server-2
      Then Arno sees once that Milo has gone
      And Arno sees Lina present still
      When Milo comes back, once all is well
      Then Milo sees that Arno, Lina and Milo are present

    @realtime
    Example: on two devices
      Given Arno is present
      And Lina is present on her laptop and on her phone
      When Lina leaves on her phone
      Then Arno sees Lina present still
      And Arno sees Lina present still, after she comes back on her phone and its line breaks
      And Arno sees once that Lina has gone, after she leaves on her laptop

    @ui @realtime
    Example: in the browser
      Given Lina has the conversation open in the browser
      When Milo joins the conversation
      Then Lina reads that Milo is present
      And Lina no longer reads that Milo is present, after he leaves

    @realtime @needs.cache
    Example: for as long as they are there
      Given Arno and Milo are present
      When it is nearly forgotten who is present
      Then it is kept on that Arno and Milo are present, while Lina comes and goes elsewhere

  Rule: A conversation is for its members

    @critical
    Example: somebody who is not a member
      Given Arno has said "Just between us"
      When Zoe tries to join the conversation
      Then Zoe is refused because she is not a member
      And Zoe sees nothing of it, neither live nor in any history
      And nobody sees that Zoe has come

    @realtime
    Example: somebody who has just become one
      Given Arno and Milo are present
      And Arno and Milo have said 4 things in turn
      When Lina takes Zoe into the conversation
      And Zoe joins the conversation
      Then Zoe sees the 4 messages in the order they were said
      And Zoe sees that Arno, Milo and Zoe are present

    @ui
    Example: in the browser
      Given Arno has said "Just between us"
      When Zoe opens the conversation in the browser
      Then Zoe reads that the conversation is for its members
      And Zoe does not read "Just between us"
