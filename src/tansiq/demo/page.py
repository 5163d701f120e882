from tansiq.demo.story import Story


def body(story: Story) -> str:
    return ""
