@VZ-23
Feature: Joining
  A club of one service, whose people say what people of other platforms say, and mean something else.

  Rule: Whoever joins is in the club

    Example: once
      When Lina joins the conversation
      Then Lina is in the club once

    Example: twice
      When Lina joins the conversation
      And Lina joins the conversation
      Then Lina is in the club once

  Rule: What serves all platforms serves this one

    Example: all is well
      Then each service reports that it is healthy, with its response time, its uptime and no issues

    Example: nothing but the front door is open
      When every operation that any service offers is called without a token
      Then only those meant for everybody answer

    Example: in what services say of themselves
      Then each service describes what Toy promises, and nothing else

    @disrupts.toy
    Example: a part that dies
      When door dies and is started again
      Then each service reports that it is healthy, with its response time, its uptime and no issues
