control "Baseline.17" {
  slug     = "no-credentials-in-code"
  aliases  = []
  severity = "critical"
  category = ["Protect", "Secure development"]
  title = {
    en = "Code holds no credentials"
    ja = "コードに認証情報を書いていない"
  }
  why = {
    en = "Whoever may read the repository, the state file, a plan or the console can copy such a credential, and it stays in their history after it has been removed. User data can be read by any process on the instance."
    ja = "リポジトリ、tfstate、プラン、コンソールのいずれかを見られる人は、書かれた認証情報を複製できます。削除しても履歴に残ります。ユーザーデータはインスタンス上のどのプロセスからも読めます。"
  }
  decides = "partly"
  limits = {
    en = "A provider writes only a hash of an instance's user data into plans, so that is judged in source, and so are variables and locals; credentials in files that are uploaded and in comments are the business of a secret scanner."
    ja = "インスタンスのユーザーデータはプランではハッシュ値になるため、ソースでのみ判定します。変数とローカル値も同様です。アップロードするファイルやコメントに書かれた認証情報は、シークレットスキャナーで検査してください。"
  }
  notes = {
    en = "A control of this project. It follows item 3 of AWS's Top 10 security items to improve in your AWS account (no hard-coded credentials) and SEC02-BP03. A value counts as a credential by its shape (keys and tokens as their issuers form them, private keys, passwords in URLs, connection strings and JSON) or by the name of its variable (password, secret, token, API key). Judged are provider and backend blocks, defaults and files of variables, locals, user data, environment variables and plain parameters; build projects are judged by CodeBuild.2. What a variable is given from outside the code is not in the code."
    ja = "本プロジェクト独自のコントロールです。AWS の「AWS アカウントのセキュリティを改善するための 10 か条」の第 3 条 (認証情報等をハードコードしない) と SEC02-BP03 に対応します。発行元が定める形式のキーやトークン、秘密鍵、URL、接続文字列、JSON 中のパスワードなどの形か、変数名 (password、secret、token、api_key など) で認証情報とみなします。対象は provider と backend のブロック、変数のデフォルト値と変数ファイル、ローカル値、ユーザーデータ、環境変数、平文のパラメータです。ビルドプロジェクトは CodeBuild.2 で判定します。コードの外から変数に渡す値は対象外です。"
  }
  frameworks = {
    "aws-well-architected-security" = ["SEC02-BP03"]
  }

  check "provider" "backend" {
    locals {
      names = [for name, value in attrs : name if value != null && any([
        secret_kind(null, value) != null,
        name == "secret_key" && can(regex("^[A-Za-z0-9/+=]{40}$", value)) && secret_kind(name, value) != null,
        name == "token" && can(regex("^[A-Za-z0-9/+=]{100,}$", value)) && secret_kind(name, value) != null,
      ])]
    }
    enforce {
      condition = all([for name in local.names : false])
      error_message = {
        en = "credentials stand in plain text in ${join(", ", local.names)}"
        ja = "${join("、", local.names)} に認証情報が平文で書かれている"
      }
    }
    no_fix = {
      en = "the credential has to be replaced first: revoke it, let Terraform take credentials from a role, a profile or its environment, or read the value from Secrets Manager, and remove the text here"
      ja = "先に認証情報の交換が必要になる。失効させたうえで、ロール、プロファイル、環境変数から取得するか、Secrets Manager から読み取るように変更し、ここの記述を削除する"
    }
  }

  check "variable" "local" {
    each = "values"
    enforce {
      condition = all([
        secret_kind(null, try(tostring(each.value), jsonencode(each.value))) == null,
        # Under a key inside, another name of a password stands for where it is kept.
        all([for text in texts(each.value) : any([
          text.key != null && can(regex("(?i)(password|passwd|pwd|passphrase)$", text.value)),
          secret_kind(default(text.key, attrs.name), text.value) != "password",
        ])]),
      ])
      error_message = {
        en = "the value written here is a credential"
        ja = "ここに書かれた値は認証情報である"
      }
    }
    no_fix = {
      en = "the credential has to be replaced first: revoke it, let Terraform take credentials from a role, a profile or its environment, or read the value from Secrets Manager, and remove the text here"
      ja = "先に認証情報の交換が必要になる。失効させたうえで、ロール、プロファイル、環境変数から取得するか、Secrets Manager から読み取るように変更し、ここの記述を削除する"
    }
  }

  check "aws_instance" "aws_spot_instance_request" "aws_launch_configuration" {
    locals {
      script      = default(attrs.user_data, "")
      hashed      = !possible(!can(regex("^[0-9a-f]{40}$", local.script)))
      assignments = [for passage in passages(local.script) : [for line in regexall("(?m)^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)=[\"']?([^\\s\"'$`]+)", passage) : secret_kind(line[0], line[1]) != null]]
      holds       = any(concat([secret_kind(null, local.script) != null], [for assigned in local.assignments : any(assigned)]))
    }
    enforce {
      condition = local.hashed ? undecided("a plan holds only a hash of user data") : !local.holds
      at        = "user_data"
      error_message = {
        en = "the user data holds a credential"
        ja = "ユーザーデータに認証情報が書かれている"
      }
    }
    no_fix = {
      en = "a script cannot be rewritten safely: read the value at boot from Secrets Manager or Parameter Store with the instance's role, and revoke the credential, which is in the state file and readable from the instance's metadata"
      ja = "スクリプトは自動では安全に書き換えられない。起動時にインスタンスのロールで Secrets Manager や Parameter Store から取得するように変更し、tfstate とインスタンスメタデータに露出した認証情報は失効させる"
    }
  }

  check "aws_spot_fleet_request" {
    each = "launch_specification"
    locals {
      script      = default(each.value.user_data, "")
      hashed      = can(regex("^[0-9a-f]{40}$", local.script))
      assignments = [for line in regexall("(?m)^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)=[\"']?([^\\s\"'$`]+)", local.script) : secret_kind(line[0], line[1])]
      kinds       = [for kind in concat([secret_kind(null, local.script)], local.assignments) : kind if kind != null]
    }
    enforce {
      condition = local.hashed ? undecided("a plan holds only a hash of user data") : !any([for kind in local.kinds : true])
      at        = "user_data"
      error_message = {
        en = "the user data holds a credential"
        ja = "ユーザーデータに認証情報が書かれている"
      }
    }
    no_fix = {
      en = "a script cannot be rewritten safely: read the value at boot from Secrets Manager or Parameter Store with the instance's role, and revoke the credential, which is in the state file and readable from the instance's metadata"
      ja = "スクリプトは自動では安全に書き換えられない。起動時にインスタンスのロールで Secrets Manager や Parameter Store から取得するように変更し、tfstate とインスタンスメタデータに露出した認証情報は失効させる"
    }
  }

  check "aws_launch_template" {
    locals {
      script      = try(base64decode(default(attrs.user_data, "")), "")
      assignments = [for passage in passages(local.script) : [for line in regexall("(?m)^[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)=[\"']?([^\\s\"'$`]+)", passage) : secret_kind(line[0], line[1]) != null]]
      holds       = any(concat([secret_kind(null, local.script) != null], [for assigned in local.assignments : any(assigned)]))
    }
    enforce {
      condition = !local.holds
      at        = "user_data"
      error_message = {
        en = "the user data holds a credential"
        ja = "ユーザーデータに認証情報が書かれている"
      }
    }
    no_fix = {
      en = "a script cannot be rewritten safely: read the value at boot from Secrets Manager or Parameter Store with the instance's role, and revoke the credential, which is in the state file and readable from the instance's metadata"
      ja = "スクリプトは自動では安全に書き換えられない。起動時にインスタンスのロールで Secrets Manager や Parameter Store から取得するように変更し、tfstate とインスタンスメタデータに露出した認証情報は失効させる"
    }
  }

  check "aws_lambda_function" {
    locals {
      variables = merge([for found in attrs.environment : default(found.variables, {})]...)
      names     = [for name, value in local.variables : name if secret_kind(name, value) != null]
    }
    enforce {
      condition = all([for name in local.names : false])
      at        = "environment"
      error_message = {
        en = "credentials stand in plain text in ${join(", ", local.names)}"
        ja = "環境変数 ${join("、", local.names)} に認証情報が平文で書かれている"
      }
    }
    no_fix = {
      en = "the code must read the value from somewhere else: store it in Secrets Manager or Parameter Store, pass the name of the secret in the variable, let the function's role read it, and revoke the credential, which is in the state file; for AWS keys use the role alone"
      ja = "関数のコード側の変更が必要になる。値を Secrets Manager や Parameter Store に保存し、環境変数にはその名前だけを渡して関数のロールで取得する。AWS のキーはロールに置き換える。tfstate に露出した認証情報は失効させる"
    }
  }

  check "aws_ecs_task_definition" {
    locals {
      variables = flatten([for container in try(jsondecode(attrs.container_definitions), []) : try(container.environment, [])])
      names     = [for variable in local.variables : variable.name if secret_kind(variable.name, variable.value) != null]
    }
    enforce {
      condition = all([for name in local.names : false])
      at        = "container_definitions"
      error_message = {
        en = "credentials stand in plain text in ${join(", ", local.names)}"
        ja = "環境変数 ${join("、", local.names)} に認証情報が平文で書かれている"
      }
    }
    no_fix = {
      en = "the value has to be stored first: put it in Secrets Manager or Parameter Store, refer to it under secrets (valueFrom), let the execution role read it, and revoke the credential, which is in the state file; for AWS keys use the task role"
      ja = "先に値の保管先が必要になる。Secrets Manager や Parameter Store に保存して secrets (valueFrom) で参照し、タスク実行ロールに読み取りを許可する。AWS のキーはタスクロールに置き換える。tfstate に露出した認証情報は失効させる"
    }
  }

  check "aws_ssm_parameter" {
    filter = attrs.type != "SecureString"
    enforce {
      condition = all([secret_kind(null, attrs.value) == null, secret_kind(null, attrs.insecure_value) == null])
      at        = "value"
      error_message = {
        en = "a credential is stored as a plain parameter"
        ja = "認証情報が暗号化されないパラメータに保存されている"
      }
    }
    fix {
      when   = secret_kind(null, attrs.value) != null
      class  = "unsafe"
      impact = "unknown"
      summary = {
        en = "store it as SecureString"
        ja = "SecureString として保存する"
      }
      warning = {
        en = "Readers must ask for decryption and need kms:Decrypt; the value stays in code and state, so replace the credential and use value_wo or Secrets Manager."
        ja = "参照側では復号の指定と kms:Decrypt の権限が必要になります。値はコードと tfstate に残るため、認証情報を交換し、value_wo や Secrets Manager の利用に切り替えてください。"
      }
      set = { type = "SecureString" }
    }
    no_fix = {
      en = "insecure_value cannot be encrypted: store the value in Secrets Manager, or as SecureString by value_wo, and revoke the credential, which is in the state file"
      ja = "insecure_value は暗号化できない。Secrets Manager に保存するか、value_wo を使って SecureString にし、tfstate に露出した認証情報は失効させる"
    }
  }

  remediation {
    console = {
      en = ["Store the value in Secrets Manager and let the workload's role read it.", "Replace the value in user data, variable or parameter by the secret's name.", "Revoke the old credential: it is in histories and state files."]
      ja = ["値を Secrets Manager に保存し、ワークロードのロールに読み取りを許可する。", "ユーザーデータ、環境変数、パラメータの値をシークレットの名前に置き換える。", "古い認証情報は履歴や tfstate に残っているため失効させる。"]
    }
    cli = "aws secretsmanager create-secret --name app/credential --secret-string file://credential.json"
  }

  example "fail" "keys in a provider block" {
    provider "aws" {
      alias      = "audit"
      region     = "us-east-1"
      access_key = "AKIAIOSFODNN7EXAMPLE"
      secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    }

    provider "aws" {
      alias      = "second"
      region     = "us-east-1"
      secret_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    }

    provider "aws" {
      alias  = "session"
      region = "us-east-1"
      token  = "IQoJb3JpZ2luX2VjEExampleExampleExampleExampleExampleExampleExampleExampleExampleExampleExampleExampleExample"
    }
  }

  example "fail" "a default and a local" {
    variable "deploy_key" {
      type    = string
      default = "AKIAIOSFODNN7EXAMPLE"
    }

    variable "db_password" {
      type    = string
      default = "correct-horse"
    }

    variable "settings" {
      type    = map(string)
      default = { key = "AKIAIOSFODNN7EXAMPLE" }
    }

    locals {
      key         = "AKIAIOSFODNN7EXAMPLE"
      db_password = "correct-horse"
      settings    = { key = "AKIAIOSFODNN7EXAMPLE" }
    }
  }

  example "fail" "passwords inside objects and lists" {
    resource "terraform_data" "later" {
      input = "db.corp.example"
    }

    variable "database" {
      type    = object({ user = string, password = string })
      default = { user = "app", password = "correct-horse" }
    }

    locals {
      config = { db = { password = "correct-horse" } }
      users  = [{ name = "app", db_passwd = "correct-horse" }]
      mixed = {
        host = terraform_data.later.output
        auth = [terraform_data.later.output, { "admin.password" = ("correct-horse") }]
      }
    }
  }

  example "fail" "passwords in connection strings and documents" {
    resource "aws_ssm_parameter" "jdbc" {
      name  = "jdbc"
      type  = "String"
      value = "jdbc:postgresql://db.example.com/app?user=app&password=h4nter-rabbit"
    }

    resource "aws_ssm_parameter" "connection" {
      name  = "connection"
      type  = "String"
      value = "Server=db.example.com;User ID=app;Password=h4nter-rabbit;Encrypt=True"
    }

    resource "aws_ssm_parameter" "document" {
      name  = "document"
      type  = "String"
      value = jsonencode({ user = "app", password = "h4nter-rabbit" })
    }
  }

  example "pass" "connection strings and documents without a password" {
    resource "aws_ssm_parameter" "jdbc" {
      name  = "jdbc"
      type  = "String"
      value = "jdbc:postgresql://db.example.com/app?user=app&password=$${DB_PASSWORD}"
    }

    resource "aws_ssm_parameter" "connection" {
      name  = "connection"
      type  = "String"
      value = "Server=db.example.com;User ID=app;Password={0};Encrypt=True"
    }

    resource "aws_ssm_parameter" "document" {
      name  = "document"
      type  = "String"
      value = jsonencode({ user = "app", password = "{{resolve:secretsmanager:db:SecretString:password1}}" })
    }
  }

  example "pass" "profiles, roles and values from outside" {
    provider "aws" {
      alias   = "audit"
      region  = "us-east-1"
      profile = "audit"
    }

    provider "aws" {
      alias      = "emulator"
      region     = "us-east-1"
      access_key = "test"
      secret_key = "test"
      token      = "test"
    }

    variable "token" {
      type    = string
      default = "none"
    }

    variable "password" {
      type    = string
      default = ""
    }

    variable "path" {
      type    = string
      default = "abcdefghijklmnopqrstuvwxyzabcdefghijklmn"
    }

    locals {
      secrets = {
        password    = "shop-db-password"
        db_password = "arn:aws:secretsmanager:us-east-1:111122223333:secret:shop"
        user        = "app"
        attempts    = 3
      }
    }

    locals {
      token    = "none"
      password = ""
    }
  }

  example "fail" "a key in user data" {
    data = { "data.aws_ami.linux" = { id = "ami-0123456789abcdef0" } }

    data "aws_ami" "linux" {
      owners      = ["amazon"]
      most_recent = true
    }

    resource "aws_instance" "app" {
      ami           = data.aws_ami.linux.id
      instance_type = "t3.micro"
      user_data     = "#!/bin/bash\nexport KEY=AKIAQWERTYUIOPASDFGH\n"
    }
  }

  example "fail" "a password in user data" {
    data = { "data.aws_ami.linux" = { id = "ami-0123456789abcdef0" } }

    data "aws_ami" "linux" {
      owners      = ["amazon"]
      most_recent = true
    }

    resource "aws_instance" "app" {
      ami           = data.aws_ami.linux.id
      instance_type = "t3.micro"
      user_data     = <<-EOT
        #!/bin/bash
        export DB_PASSWORD="correct-horse"
        systemctl start app
      EOT
    }
  }

  example "fail" "launch templates" {
    resource "aws_launch_template" "assigned" {
      name      = "assigned"
      user_data = base64encode("#!/bin/bash\nDB_PASSWORD=correct-horse\n")
    }

    resource "aws_launch_template" "token" {
      name      = "token"
      user_data = base64encode("machine github.com password ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8")
    }
  }

  example "fail" "variables of a function" {
    resource "aws_lambda_function" "app" {
      function_name = "app"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
      environment {
        variables = { STAGE = "production", DATABASE_URL = "postgres://app:correct-horse@db.corp.example/app" }
      }
    }
  }

  example "fail" "variables of a container" {
    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name        = "app"
        image       = "public.ecr.aws/docker/library/nginx:1.29"
        memory      = 128
        environment = [{ name = "STAGE", value = "production" }, { name = "API_TOKEN", value = "correct-horse" }]
      }])
    }
  }

  example "fail" "plain parameters" {
    resource "aws_ssm_parameter" "value" {
      name  = "/app/github"
      type  = "String"
      value = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    }

    resource "aws_ssm_parameter" "insecure_value" {
      name           = "/app/key"
      type           = "String"
      insecure_value = "AKIAQWERTYUIOPASDFGH"
    }
  }

  example "fail" "one plain parameter" {
    resource "aws_ssm_parameter" "value" {
      name  = "/app/github"
      type  = "String"
      value = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    }
  }

  example "fixed" "one plain parameter" {
    resource "aws_ssm_parameter" "value" {
      name  = "/app/github"
      type  = "SecureString"
      value = "ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
    }
  }

  example "pass" "values are read at run time" {
    data = { "data.aws_ami.linux" = { id = "ami-0123456789abcdef0" } }

    data "aws_ami" "linux" {
      owners      = ["amazon"]
      most_recent = true
    }

    resource "aws_instance" "app" {
      ami           = data.aws_ami.linux.id
      instance_type = "t3.micro"
      user_data     = <<-EOT
        #!/bin/bash
        DB_PASSWORD=$(aws secretsmanager get-secret-value --secret-id app/database)
      EOT
    }

    resource "aws_launch_template" "app" {
      name      = "app"
      user_data = base64encode("#!/bin/bash\nSTAGE=production\n")
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
      environment {
        variables = { STAGE = "production", DB_PASSWORD = "arn:aws:secretsmanager:us-east-1:111122223333:secret:app-AbCdEf" }
      }
    }

    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name        = "app"
        image       = "public.ecr.aws/docker/library/nginx:1.29"
        memory      = 128
        environment = [{ name = "STAGE", value = "production" }]
      }])
    }
  }

  example "pass" "nothing is set" {
    data = { "data.aws_ami.linux" = { id = "ami-0123456789abcdef0" } }

    data "aws_ami" "linux" {
      owners      = ["amazon"]
      most_recent = true
    }

    resource "aws_instance" "app" {
      ami           = data.aws_ami.linux.id
      instance_type = "t3.micro"
      user_data     = null
    }

    resource "aws_launch_template" "app" {
      name      = "app"
      user_data = null
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
    }

    resource "aws_ssm_parameter" "plain" {
      name  = "/app/stage"
      type  = "String"
      value = "production"
    }
  }

  example "fail" "known texts around what is decided at apply" {
    resource "aws_db_instance" "shop" {
      identifier                  = "shop"
      engine                      = "mysql"
      instance_class              = "db.t3.micro"
      allocated_storage           = 20
      username                    = "shop"
      manage_master_user_password = true
    }

    resource "aws_iam_access_key" "shop" {
      user = "shop"
    }

    resource "aws_lambda_function" "host" {
      function_name = "host"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
      environment {
        variables = { DATABASE_URL = "postgres://shop:correct-horse@${aws_db_instance.shop.address}/app" }
      }
    }

    resource "aws_lambda_function" "port" {
      function_name = "port"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
      environment {
        variables = { DATABASE_URL = format("postgres://shop:%s@db.corp.example:%s/app", "correct-horse", aws_db_instance.shop.port) }
      }
    }

    resource "aws_lambda_function" "key" {
      function_name = "key"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
      environment {
        variables = { UPLOADS = aws_iam_access_key.shop.secret }
      }
    }

    resource "aws_ecs_task_definition" "app" {
      family = "app"
      container_definitions = jsonencode([{
        name        = "app"
        image       = "public.ecr.aws/docker/library/nginx:1.29"
        memory      = 128
        environment = [{ name = "DATABASE_URL", value = "postgres://shop:correct-horse@${aws_db_instance.shop.address}/app" }]
      }])
    }

    resource "aws_ssm_parameter" "url" {
      name           = "/app/database"
      type           = "String"
      insecure_value = "postgres://shop:correct-horse@${aws_db_instance.shop.address}/app"
    }

    resource "aws_launch_configuration" "app" {
      name_prefix   = "app-"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      user_data     = <<-EOT
        #!/bin/bash
        export DB_HOST=${aws_db_instance.shop.address}
        export DB_PASSWORD=correct-horse
        systemctl start app
      EOT
    }
  }

  example "pass" "what is decided at apply is no credential" {
    resource "aws_db_instance" "shop" {
      identifier                  = "shop"
      engine                      = "mysql"
      instance_class              = "db.t3.micro"
      allocated_storage           = 20
      username                    = "shop"
      manage_master_user_password = true
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
      environment {
        variables = {
          DATABASE_URL = "postgres://shop@${aws_db_instance.shop.address}/app"
          QUEUE_URL    = "amqp://${aws_db_instance.shop.address}:5671"
          DB_SECRET    = aws_ssm_parameter.id.arn
          API_TOKEN    = "arn:aws:ssm:us-east-1:111122223333:parameter/${aws_db_instance.shop.id}"
        }
      }
    }

    resource "aws_ssm_parameter" "id" {
      name  = "/app/database"
      type  = "String"
      value = aws_db_instance.shop.id
    }
  }

  example "unknown" "a hash, as plans have it" {
    resource "aws_launch_configuration" "app" {
      name_prefix   = "app-"
      image_id      = "ami-0123456789abcdef0"
      instance_type = "t3.micro"
      user_data     = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
    }
  }

  example "unknown" "the value is decided at apply" {
    resource "terraform_data" "value" {
      input = "example"
    }

    resource "aws_lambda_function" "app" {
      function_name = "app"
      role          = "arn:aws:iam::111122223333:role/app"
      runtime       = "python3.13"
      handler       = "app.handler"
      filename      = "app.zip"
      environment {
        variables = { SETTING = terraform_data.value.output }
      }
    }
  }

  example "fail" "user data of Spot requests and fleets" {
    data = { "data.aws_ami.linux" = { id = "ami-0123456789abcdef0" } }

    data "aws_ami" "linux" {
      owners      = ["amazon"]
      most_recent = true
    }

    resource "aws_spot_instance_request" "app" {
      ami           = data.aws_ami.linux.id
      instance_type = "t3.micro"
      user_data     = "#!/bin/bash\nexport DB_PASSWORD=correct-horse\n"
    }

    resource "aws_spot_fleet_request" "key" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = data.aws_ami.linux.id
        instance_type = "t3.micro"
        user_data     = "#!/bin/bash\nexport KEY=AKIAQWERTYUIOPASDFGH\n"
      }
    }

    resource "aws_spot_fleet_request" "password" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = data.aws_ami.linux.id
        instance_type = "t3.micro"
        user_data     = "#!/bin/bash\nexport DB_PASSWORD=correct-horse\n"
      }
    }
  }

  example "pass" "a Spot fleet without user data" {
    resource "aws_spot_fleet_request" "app" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
      }
    }
  }

  example "unknown" "a hash of a Spot fleet's user data" {
    resource "aws_spot_fleet_request" "app" {
      iam_fleet_role  = "arn:aws:iam::111122223333:role/fleet"
      target_capacity = 1
      launch_specification {
        ami           = "ami-0123456789abcdef0"
        instance_type = "t3.micro"
        user_data     = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
      }
    }
  }
}
