environment_beaten = "terraform.tfvars"
twice              = "terraform.tfvars"
from_auto          = { a = ["1"] }
heredoc            = <<-EOT
  line one
    line two
EOT
