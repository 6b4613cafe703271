locals { other = "from-tf" }
resource "aws_sns_topic" "only_terraform" { name = "t" }
