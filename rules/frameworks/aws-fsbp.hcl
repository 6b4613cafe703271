framework "aws-fsbp" {
  title = {
    en = "AWS Foundational Security Best Practices"
    ja = "AWS 基礎セキュリティのベストプラクティス (FSBP)"
  }

  requirement "Account.1" {
    title = {
      en = "The AWS account has a security contact"
      ja = "AWS アカウントにセキュリティの代替連絡先が登録されている"
    }
  }

  requirement "ACM.1" {
    title = {
      en = "ACM certificates are renewed before they run out"
      ja = "ACM の証明書が有効期限の前に更新される"
    }
  }

  requirement "ACM.2" {
    title = {
      en = "RSA certificates in ACM have keys of at least 2048 bits"
      ja = "ACM の RSA 証明書の鍵長が 2048 ビット以上である"
    }
  }

  requirement "APIGateway.1" {
    title = {
      en = "API Gateway REST and WebSocket APIs write execution logs"
      ja = "API Gateway の REST API と WebSocket API で実行ログが有効になっている"
    }
  }

  requirement "APIGateway.2" {
    title = {
      en = "API Gateway REST API stages show a client certificate to their backends"
      ja = "API Gateway REST API のステージがバックエンドにクライアント証明書を提示する"
    }
  }

  requirement "APIGateway.3" {
    title = {
      en = "API Gateway REST API stages trace requests with X-Ray"
      ja = "API Gateway REST API のステージで AWS X-Ray トレースが有効になっている"
    }
  }

  requirement "APIGateway.4" {
    title = {
      en = "API Gateway REST API stages are protected by a web ACL"
      ja = "API Gateway REST API のステージに AWS WAF の Web ACL が関連付けられている"
    }
  }

  requirement "APIGateway.5" {
    title = {
      en = "API Gateway REST API caches are encrypted at rest"
      ja = "API Gateway REST API のキャッシュが保管時に暗号化される"
    }
  }

  requirement "APIGateway.8" {
    title = {
      en = "Routes of HTTP and WebSocket APIs have an authorization type"
      ja = "API Gateway のルートに認可方式が設定されている"
    }
  }

  requirement "APIGateway.9" {
    title = {
      en = "Stages of HTTP and WebSocket APIs write access logs"
      ja = "API Gateway V2 のステージでアクセスログが有効である"
    }
  }

  requirement "AppSync.1" {
    title = {
      en = "AppSync API caches are encrypted at rest"
      ja = "AppSync の API キャッシュが保存時に暗号化されている"
    }
  }

  requirement "AppSync.2" {
    title = {
      en = "AppSync logs at field level"
      ja = "AppSync でフィールドレベルのログが有効である"
    }
  }

  requirement "Athena.1" {
    title = {
      en = "Athena workgroups encrypt their results"
      ja = "Athena ワークグループが結果を暗号化する"
    }
  }

  requirement "AutoScaling.1" {
    title = {
      en = "Auto Scaling groups behind a load balancer use its health checks"
      ja = "ロードバランサー配下の Auto Scaling グループがロードバランサーのヘルスチェックを使っている"
    }
  }

  requirement "AutoScaling.2" {
    title = {
      en = "Auto Scaling groups cover several Availability Zones"
      ja = "Auto Scaling グループが複数のアベイラビリティーゾーンを使っている"
    }
  }

  requirement "AutoScaling.3" {
    title = {
      en = "Launch configurations require IMDSv2"
      ja = "起動設定で IMDSv2 を必須にしている"
    }
  }

  requirement "AutoScaling.4" {
    title = {
      en = "Launch configurations keep the metadata hop limit at 1"
      ja = "起動設定のメタデータ応答ホップ数が 1 である"
    }
  }

  requirement "AutoScaling.5" {
    title = {
      en = "Launch configurations give instances no public addresses"
      ja = "起動設定がインスタンスにパブリック IP アドレスを割り当てない"
    }
  }

  requirement "AutoScaling.6" {
    title = {
      en = "Auto Scaling groups mix instance types and zones"
      ja = "Auto Scaling グループが複数の AZ とインスタンスタイプを使う"
    }
  }

  requirement "AutoScaling.9" {
    title = {
      en = "Auto Scaling groups use launch templates"
      ja = "Auto Scaling グループが起動テンプレートを使う"
    }
  }

  requirement "Backup.1" {
    title = {
      en = "Recovery points of AWS Backup are encrypted"
      ja = "AWS Backup の復旧ポイントが暗号化されている"
    }
  }

  requirement "CloudFormation.1" {
    title = {
      en = "CloudFormation stacks notify an SNS topic"
      ja = "CloudFormation スタックが SNS に通知する"
    }
  }

  requirement "CloudFront.1" {
    title = {
      en = "CloudFront distributions have a default root object"
      ja = "CloudFront ディストリビューションにデフォルトルートオブジェクトが設定されている"
    }
  }

  requirement "CloudFront.3" {
    title = {
      en = "CloudFront distributions serve viewers over HTTPS only"
      ja = "CloudFront ディストリビューションがビューワーとの通信に HTTPS を必須としている"
    }
  }

  requirement "CloudFront.4" {
    title = {
      en = "CloudFront distributions fail over to a second origin"
      ja = "CloudFront ディストリビューションでオリジンフェイルオーバーが設定されている"
    }
  }

  requirement "CloudFront.5" {
    title = {
      en = "CloudFront distributions write access logs"
      ja = "CloudFront ディストリビューションのアクセスログが有効になっている"
    }
  }

  requirement "CloudFront.6" {
    title = {
      en = "CloudFront distributions are protected by a web ACL"
      ja = "CloudFront ディストリビューションに AWS WAF の Web ACL が関連付けられている"
    }
  }

  requirement "CloudFront.7" {
    title = {
      en = "CloudFront distributions use a certificate of their own"
      ja = "CloudFront ディストリビューションで独自の SSL/TLS 証明書を使っている"
    }
  }

  requirement "CloudFront.8" {
    title = {
      en = "CloudFront distributions serve HTTPS with SNI"
      ja = "CloudFront ディストリビューションが SNI で HTTPS リクエストに応答する"
    }
  }

  requirement "CloudFront.9" {
    title = {
      en = "CloudFront distributions encrypt traffic to custom origins"
      ja = "CloudFront ディストリビューションとカスタムオリジン間の通信が暗号化される"
    }
  }

  requirement "CloudFront.10" {
    title = {
      en = "CloudFront speaks no outdated TLS version to custom origins"
      ja = "CloudFront がカスタムオリジンと古い SSL/TLS で通信しない"
    }
  }

  requirement "CloudFront.12" {
    title = {
      en = "The S3 origins of CloudFront exist"
      ja = "CloudFront の S3 オリジンが実在する"
    }
  }

  requirement "CloudFront.13" {
    title = {
      en = "CloudFront reaches S3 with origin access control"
      ja = "CloudFront が S3 オリジンにオリジンアクセスコントロールを使う"
    }
  }

  requirement "CloudTrail.1" {
    title = {
      en = "A multi-Region trail records all management events"
      ja = "マルチリージョンの証跡で読み取りと書き込みの管理イベントを記録している"
    }
  }

  requirement "CloudTrail.2" {
    title = {
      en = "CloudTrail trails encrypt their log files with a KMS key"
      ja = "CloudTrail の証跡のログファイルが KMS キーで暗号化されている"
    }
  }

  requirement "CloudTrail.3" {
    title = {
      en = "At least one trail is switched on"
      ja = "有効な CloudTrail 証跡が 1 つ以上ある"
    }
  }

  requirement "CloudTrail.4" {
    title = {
      en = "CloudTrail trails sign digests of their log files"
      ja = "CloudTrail の証跡でログファイルの検証が有効になっている"
    }
  }

  requirement "CloudTrail.5" {
    title = {
      en = "CloudTrail trails also deliver to CloudWatch Logs"
      ja = "CloudTrail の証跡が CloudWatch Logs にも配信されている"
    }
  }

  requirement "CloudTrail.6" {
    title = {
      en = "The bucket with CloudTrail logs is private"
      ja = "CloudTrail ログのバケットが公開されていない"
    }
  }

  requirement "CloudTrail.7" {
    title = {
      en = "Access to the bucket with CloudTrail logs is logged"
      ja = "CloudTrail ログのバケットでアクセスログが有効である"
    }
  }

  requirement "CodeBuild.1" {
    title = {
      en = "CodeBuild source URLs hold no token or password"
      ja = "CodeBuild のソースリポジトリの URL に認証情報が含まれていない"
    }
  }

  requirement "CodeBuild.2" {
    title = {
      en = "CodeBuild projects keep no AWS credentials in plain environment variables"
      ja = "CodeBuild の環境変数に AWS の認証情報を平文で設定していない"
    }
  }

  requirement "CodeBuild.3" {
    title = {
      en = "Build logs in S3 are encrypted"
      ja = "CodeBuild の S3 ログが暗号化されている"
    }
  }

  requirement "CodeBuild.4" {
    title = {
      en = "CodeBuild projects keep a log of their builds"
      ja = "CodeBuild プロジェクトのログ記録が有効になっている"
    }
  }

  requirement "CodeBuild.5" {
    title = {
      en = "CodeBuild projects do not run builds in privileged mode"
      ja = "CodeBuild プロジェクトで特権モードが無効になっている"
    }
  }

  requirement "CodeBuild.7" {
    title = {
      en = "Exports of CodeBuild report groups are encrypted"
      ja = "CodeBuild レポートグループのエクスポートが暗号化されている"
    }
  }

  requirement "Cognito.1" {
    title = {
      en = "Cognito user pools enforce threat protection"
      ja = "Cognito ユーザープールの脅威保護がフル機能で有効である"
    }
  }

  requirement "Config.1" {
    title = {
      en = "AWS Config records all resources in every Region in use"
      ja = "利用しているリージョンで AWS Config がすべてのリソースを記録している"
    }
  }

  requirement "DMS.1" {
    title = {
      en = "DMS replication instances have no public address"
      ja = "DMS レプリケーションインスタンスがパブリックアクセス可能になっていない"
    }
  }

  requirement "DMS.6" {
    title = {
      en = "Replication instances take minor upgrades automatically"
      ja = "DMS レプリケーションインスタンスがマイナーバージョンを自動更新する"
    }
  }

  requirement "DMS.7" {
    title = {
      en = "Replication tasks log the target side"
      ja = "DMS タスクがターゲット側のログを出力する"
    }
  }

  requirement "DMS.8" {
    title = {
      en = "Replication tasks log the source side"
      ja = "DMS タスクがソース側のログを出力する"
    }
  }

  requirement "DMS.9" {
    title = {
      en = "DMS endpoints connect with TLS"
      ja = "DMS エンドポイントが SSL で接続する"
    }
  }

  requirement "DocumentDB.1" {
    title = {
      en = "DocumentDB clusters are encrypted at rest"
      ja = "DocumentDB クラスターが保存時に暗号化されている"
    }
  }

  requirement "DocumentDB.2" {
    title = {
      en = "DocumentDB keeps backups long enough"
      ja = "DocumentDB のバックアップ保持期間が十分である"
    }
  }

  requirement "DocumentDB.3" {
    title = {
      en = "Manual DocumentDB snapshots are private"
      ja = "DocumentDB の手動スナップショットが公開されていない"
    }
  }

  requirement "DocumentDB.4" {
    title = {
      en = "DocumentDB sends audit logs to CloudWatch Logs"
      ja = "DocumentDB の監査ログを CloudWatch Logs に出力する"
    }
  }

  requirement "DocumentDB.5" {
    title = {
      en = "DocumentDB clusters are protected from deletion"
      ja = "DocumentDB クラスターの削除保護が有効である"
    }
  }

  requirement "DynamoDB.1" {
    title = {
      en = "DynamoDB tables follow demand with their capacity"
      ja = "DynamoDB テーブルの容量が需要に応じてスケールする"
    }
  }

  requirement "DynamoDB.2" {
    title = {
      en = "DynamoDB tables can be restored to a point in time"
      ja = "DynamoDB テーブルでポイントインタイムリカバリが有効になっている"
    }
  }

  requirement "DynamoDB.3" {
    title = {
      en = "DAX clusters are encrypted at rest"
      ja = "DAX クラスターが保管時に暗号化されている"
    }
  }

  requirement "DynamoDB.4" {
    title = {
      en = "DynamoDB tables are in a backup plan"
      ja = "DynamoDB テーブルがバックアッププランの対象である"
    }
  }

  requirement "DynamoDB.6" {
    title = {
      en = "DynamoDB tables are protected from deletion"
      ja = "DynamoDB テーブルの削除保護が有効である"
    }
  }

  requirement "DynamoDB.7" {
    title = {
      en = "DAX clusters encrypt traffic"
      ja = "DAX クラスターの通信が暗号化されている"
    }
  }

  requirement "EC2.1" {
    title = {
      en = "EBS snapshots cannot be restored by the public"
      ja = "EBS スナップショットが一般公開されていない"
    }
  }

  requirement "EC2.2" {
    title = {
      en = "Default security groups of VPCs have no rules"
      ja = "VPC のデフォルトセキュリティグループにルールがない"
    }
  }

  requirement "EC2.3" {
    title = {
      en = "EBS volumes are encrypted at rest"
      ja = "EBS ボリュームが保管時に暗号化されている"
    }
  }

  requirement "EC2.4" {
    title = {
      en = "EC2 instances are not kept stopped"
      ja = "EC2 インスタンスが停止したまま放置されていない"
    }
  }

  requirement "EC2.6" {
    title = {
      en = "VPCs record rejected traffic in flow logs"
      ja = "VPC フローログで拒否されたトラフィックが記録されている"
    }
  }

  requirement "EC2.7" {
    title = {
      en = "EBS default encryption is switched on"
      ja = "EBS のデフォルト暗号化が有効になっている"
    }
  }

  requirement "EC2.8" {
    title = {
      en = "EC2 instances require IMDSv2"
      ja = "EC2 インスタンスで IMDSv2 が必須になっている"
    }
  }

  requirement "EC2.9" {
    title = {
      en = "EC2 instances have no public IPv4 address"
      ja = "EC2 インスタンスにパブリック IPv4 アドレスがない"
    }
  }

  requirement "EC2.10" {
    title = {
      en = "VPCs have an endpoint for the EC2 API"
      ja = "VPC に EC2 API 用の VPC エンドポイントがある"
    }
  }

  requirement "EC2.12" {
    title = {
      en = "No Elastic IP address is left unused"
      ja = "未使用の Elastic IP アドレスがない"
    }
  }

  requirement "EC2.13" {
    title = {
      en = "Security groups do not open SSH to the world"
      ja = "セキュリティグループが 22 番ポートを全世界に開放していない"
    }
  }

  requirement "EC2.14" {
    title = {
      en = "Security groups do not open RDP to the world"
      ja = "セキュリティグループが 3389 番ポートを全世界に開放していない"
    }
  }

  requirement "EC2.15" {
    title = {
      en = "Subnets assign no public addresses automatically"
      ja = "サブネットでパブリック IP アドレスが自動で割り当てられない"
    }
  }

  requirement "EC2.16" {
    title = {
      en = "Network ACLs are in use"
      ja = "未使用のネットワーク ACL がない"
    }
  }

  requirement "EC2.17" {
    title = {
      en = "EC2 instances have one network interface"
      ja = "EC2 インスタンスのネットワークインターフェイスが 1 つだけである"
    }
  }

  requirement "EC2.18" {
    title = {
      en = "Security groups open only authorized ports to the internet"
      ja = "セキュリティグループがインターネット全体に公開するのは許可されたポートだけである"
    }
  }

  requirement "EC2.19" {
    title = {
      en = "Security groups keep the internet away from high-risk ports"
      ja = "セキュリティグループがリスクの高いポートをインターネット全体に公開していない"
    }
  }

  requirement "EC2.20" {
    title = {
      en = "Both tunnels of VPN connections are up"
      ja = "Site-to-Site VPN 接続の 2 本のトンネルが両方とも稼働している"
    }
  }

  requirement "EC2.21" {
    title = {
      en = "Network ACLs do not open SSH or RDP to the internet"
      ja = "ネットワーク ACL で SSH と RDP がインターネット全体に開放されていない"
    }
  }

  requirement "EC2.22" {
    title = {
      en = "Security groups are in use"
      ja = "未使用のセキュリティグループがない"
    }
  }

  requirement "EC2.23" {
    title = {
      en = "Transit gateways do not accept attachments on their own"
      ja = "Transit Gateway が VPC アタッチメントを自動承認しない"
    }
  }

  requirement "EC2.24" {
    title = {
      en = "No paravirtual instance types are used"
      ja = "準仮想化のインスタンスタイプを使っていない"
    }
  }

  requirement "EC2.25" {
    title = {
      en = "Launch templates give interfaces no public address"
      ja = "起動テンプレートがパブリック IP を割り当てない"
    }
  }

  requirement "EC2.28" {
    title = {
      en = "EBS volumes are in a backup plan"
      ja = "EBS ボリュームがバックアッププランの対象である"
    }
  }

  requirement "EC2.51" {
    title = {
      en = "Client VPN endpoints log connections"
      ja = "クライアント VPN エンドポイントの接続ログが有効である"
    }
  }

  requirement "ECR.1" {
    title = {
      en = "Private repositories scan images"
      ja = "ECR プライベートリポジトリでイメージスキャンが有効である"
    }
  }

  requirement "ECR.2" {
    title = {
      en = "Image tags cannot be overwritten"
      ja = "ECR のイメージタグを上書きできない"
    }
  }

  requirement "ECR.3" {
    title = {
      en = "ECR repositories have a lifecycle policy"
      ja = "ECR リポジトリにライフサイクルポリシーが設定されている"
    }
  }

  requirement "ECS.1" {
    title = {
      en = "ECS tasks on the host's network state their privileges"
      ja = "ホストネットワークの ECS タスク定義で権限やユーザーが明示されている"
    }
  }

  requirement "ECS.2" {
    title = {
      en = "ECS services give their tasks no public addresses"
      ja = "ECS サービスのタスクにパブリック IP アドレスが自動で割り当てられない"
    }
  }

  requirement "ECS.3" {
    title = {
      en = "Tasks do not share the host's process namespace"
      ja = "タスク定義がホストのプロセス名前空間を共有しない"
    }
  }

  requirement "ECS.4" {
    title = {
      en = "Containers are not privileged"
      ja = "ECS コンテナが特権モードで動かない"
    }
  }

  requirement "ECS.5" {
    title = {
      en = "Containers only read their root file system"
      ja = "ECS コンテナのルートファイルシステムが読み取り専用である"
    }
  }

  requirement "ECS.8" {
    title = {
      en = "Secrets are not in container environment variables"
      ja = "シークレットをコンテナの環境変数に書いていない"
    }
  }

  requirement "ECS.9" {
    title = {
      en = "Task definitions configure logging"
      ja = "タスク定義にログ設定がある"
    }
  }

  requirement "ECS.10" {
    title = {
      en = "Fargate services run the latest platform version"
      ja = "Fargate サービスが最新のプラットフォームバージョンで動く"
    }
  }

  requirement "ECS.12" {
    title = {
      en = "ECS clusters use Container Insights"
      ja = "ECS クラスターで Container Insights が有効である"
    }
  }

  requirement "EFS.1" {
    title = {
      en = "EFS file systems are encrypted at rest"
      ja = "EFS ファイルシステムで保管時の暗号化が有効になっている"
    }
  }

  requirement "EFS.2" {
    title = {
      en = "EFS file systems are in a backup plan"
      ja = "EFS ファイルシステムがバックアッププランに含まれている"
    }
  }

  requirement "EFS.3" {
    title = {
      en = "EFS access points set a root directory"
      ja = "EFS アクセスポイントにルートディレクトリを指定している"
    }
  }

  requirement "EFS.4" {
    title = {
      en = "EFS access points set a user identity"
      ja = "EFS アクセスポイントにユーザー ID を指定している"
    }
  }

  requirement "EKS.1" {
    title = {
      en = "EKS endpoints are not public"
      ja = "EKS クラスターのエンドポイントが公開されていない"
    }
  }

  requirement "EKS.2" {
    title = {
      en = "EKS clusters run a supported version of Kubernetes"
      ja = "EKS クラスターがサポート中の Kubernetes で動く"
    }
  }

  requirement "EKS.3" {
    title = {
      en = "Kubernetes secrets are encrypted with a KMS key"
      ja = "EKS の Secret が KMS キーで暗号化されている"
    }
  }

  requirement "EKS.8" {
    title = {
      en = "EKS clusters write audit logs"
      ja = "EKS クラスターの監査ログが有効である"
    }
  }

  requirement "ElastiCache.1" {
    title = {
      en = "ElastiCache clusters are backed up automatically"
      ja = "ElastiCache の自動バックアップが有効である"
    }
  }

  requirement "ElastiCache.2" {
    title = {
      en = "ElastiCache takes minor upgrades automatically"
      ja = "ElastiCache がマイナーバージョンを自動更新する"
    }
  }

  requirement "ElastiCache.3" {
    title = {
      en = "Replication groups fail over automatically"
      ja = "レプリケーショングループの自動フェイルオーバーが有効である"
    }
  }

  requirement "ElastiCache.4" {
    title = {
      en = "Replication groups are encrypted at rest"
      ja = "レプリケーショングループが保存時に暗号化されている"
    }
  }

  requirement "ElastiCache.5" {
    title = {
      en = "Replication groups are encrypted in transit"
      ja = "レプリケーショングループの通信が暗号化されている"
    }
  }

  requirement "ElastiCache.6" {
    title = {
      en = "Older Redis replication groups ask for a token"
      ja = "古い Redis のレプリケーショングループで AUTH が有効である"
    }
  }

  requirement "ElastiCache.7" {
    title = {
      en = "ElastiCache clusters have a subnet group of their own"
      ja = "ElastiCache クラスターがデフォルトのサブネットグループを使わない"
    }
  }

  requirement "ElasticBeanstalk.1" {
    title = {
      en = "Elastic Beanstalk environments report enhanced health"
      ja = "Elastic Beanstalk 環境で拡張ヘルスレポートが有効になっている"
    }
  }

  requirement "ElasticBeanstalk.3" {
    title = {
      en = "Elastic Beanstalk streams logs to CloudWatch"
      ja = "Elastic Beanstalk のログを CloudWatch に送る"
    }
  }

  requirement "ELB.1" {
    title = {
      en = "Application Load Balancers redirect all HTTP requests to HTTPS"
      ja = "Application Load Balancer がすべての HTTP リクエストを HTTPS にリダイレクトする"
    }
  }

  requirement "ELB.2" {
    title = {
      en = "Classic Load Balancers take their certificates from AWS Certificate Manager"
      ja = "Classic Load Balancer の証明書に AWS Certificate Manager の証明書を使っている"
    }
  }

  requirement "ELB.3" {
    title = {
      en = "Classic Load Balancer listeners use HTTPS or TLS"
      ja = "Classic Load Balancer のリスナーが HTTPS または TLS を使っている"
    }
  }

  requirement "ELB.4" {
    title = {
      en = "Application Load Balancers drop invalid HTTP headers"
      ja = "Application Load Balancer が無効な HTTP ヘッダーを削除する"
    }
  }

  requirement "ELB.5" {
    title = {
      en = "Application and Classic Load Balancers write access logs"
      ja = "Application Load Balancer と Classic Load Balancer のアクセスログが有効になっている"
    }
  }

  requirement "ELB.6" {
    title = {
      en = "Application Load Balancers are protected from deletion"
      ja = "Application Load Balancer で削除保護が有効になっている"
    }
  }

  requirement "ELB.7" {
    title = {
      en = "Classic Load Balancers drain connections"
      ja = "Classic Load Balancer で Connection Draining が有効になっている"
    }
  }

  requirement "ELB.9" {
    title = {
      en = "Classic Load Balancers spread requests across zones"
      ja = "Classic Load Balancer でクロスゾーンロードバランシングが有効になっている"
    }
  }

  requirement "ELB.10" {
    title = {
      en = "Classic Load Balancers span several Availability Zones"
      ja = "Classic Load Balancer が複数のアベイラビリティーゾーンにまたがっている"
    }
  }

  requirement "ELB.12" {
    title = {
      en = "Application Load Balancers defend against desync attacks"
      ja = "ALB の Desync 緩和モードが防御的以上である"
    }
  }

  requirement "ELB.13" {
    title = {
      en = "Load balancers span several zones"
      ja = "ALB、NLB、GWLB が複数の AZ にまたがる"
    }
  }

  requirement "ELB.14" {
    title = {
      en = "Classic Load Balancers defend against desync attacks"
      ja = "CLB の Desync 緩和モードが防御的以上である"
    }
  }

  requirement "ELB.16" {
    title = {
      en = "Application Load Balancers have a web ACL"
      ja = "ALB に WAF の Web ACL が関連付けられている"
    }
  }

  requirement "EMR.1" {
    title = {
      en = "EMR primary nodes have no public address"
      ja = "EMR クラスターのプライマリノードにパブリック IP アドレスがない"
    }
  }

  requirement "EMR.2" {
    title = {
      en = "EMR blocks public access for the account"
      ja = "EMR のパブリックアクセスブロックが有効である"
    }
  }

  requirement "ES.1" {
    title = {
      en = "Elasticsearch domains are encrypted at rest"
      ja = "Elasticsearch ドメインで保管時の暗号化が有効になっている"
    }
  }

  requirement "ES.2" {
    title = {
      en = "Elasticsearch domains are in a VPC"
      ja = "Elasticsearch ドメインが VPC 内に配置されている"
    }
  }

  requirement "ES.3" {
    title = {
      en = "Elasticsearch domains encrypt traffic between their nodes"
      ja = "Elasticsearch ドメインでノード間の暗号化が有効になっている"
    }
  }

  requirement "ES.4" {
    title = {
      en = "Elasticsearch domains publish error logs"
      ja = "Elasticsearch ドメインのエラーログが CloudWatch Logs に送信される"
    }
  }

  requirement "ES.5" {
    title = {
      en = "Elasticsearch domains publish audit logs"
      ja = "Elasticsearch ドメインの監査ログが有効になっている"
    }
  }

  requirement "ES.6" {
    title = {
      en = "Elasticsearch domains have three data nodes across zones"
      ja = "Elasticsearch ドメインに 3 つ以上のデータノードがあり、複数ゾーンに分散している"
    }
  }

  requirement "ES.7" {
    title = {
      en = "Elasticsearch domains have three dedicated master nodes"
      ja = "Elasticsearch ドメインに 3 つ以上の専用マスターノードがある"
    }
  }

  requirement "ES.8" {
    title = {
      en = "Connections to Elasticsearch domains use TLS 1.2"
      ja = "Elasticsearch ドメインへの接続に TLS 1.2 以降が必須になっている"
    }
  }

  requirement "EventBridge.3" {
    title = {
      en = "Custom event buses have a resource policy"
      ja = "カスタムイベントバスにリソースポリシーがある"
    }
  }

  requirement "FSx.1" {
    title = {
      en = "FSx for OpenZFS copies tags to backups and volumes"
      ja = "FSx for OpenZFS がタグをバックアップとボリュームにコピーする"
    }
  }

  requirement "GuardDuty.1" {
    title = {
      en = "GuardDuty is on in every Region in use"
      ja = "利用しているリージョンで GuardDuty が有効になっている"
    }
  }

  requirement "GuardDuty.9" {
    title = {
      en = "GuardDuty watches RDS sign-ins"
      ja = "GuardDuty の RDS Protection が有効である"
    }
  }

  requirement "GuardDuty.10" {
    title = {
      en = "GuardDuty watches S3"
      ja = "GuardDuty の S3 Protection が有効である"
    }
  }

  requirement "IAM.1" {
    title = {
      en = "Customer managed IAM policies do not grant full administrator access"
      ja = "カスタマー管理ポリシーで全権限 (Action と Resource がともに *) を許可していない"
    }
  }

  requirement "IAM.2" {
    title = {
      en = "IAM users get their permissions from groups"
      ja = "IAM ユーザーに直接ポリシーを付与していない"
    }
  }

  requirement "IAM.3" {
    title = {
      en = "Access keys of IAM users are at most 90 days old"
      ja = "IAM ユーザーのアクセスキーが 90 日以内にローテーションされている"
    }
  }

  requirement "IAM.4" {
    title = {
      en = "The root user has no access key"
      ja = "ルートユーザーのアクセスキーが存在しない"
    }
  }

  requirement "IAM.5" {
    title = {
      en = "IAM users with a console password use MFA"
      ja = "コンソールパスワードを持つ IAM ユーザーが MFA を使っている"
    }
  }

  requirement "IAM.6" {
    title = {
      en = "The root user is protected by hardware MFA"
      ja = "ルートユーザーがハードウェア MFA で保護されている"
    }
  }

  requirement "IAM.7" {
    title = {
      en = "The account's password policy asks for strong passwords"
      ja = "IAM ユーザーのパスワードポリシーが十分に強い"
    }
  }

  requirement "IAM.8" {
    title = {
      en = "IAM users have no credentials that are out of use"
      ja = "IAM ユーザーに未使用の認証情報が残っていない"
    }
  }

  requirement "IAM.9" {
    title = {
      en = "The root user has MFA"
      ja = "ルートユーザーに MFA がある"
    }
  }

  requirement "IAM.10" {
    title = {
      en = "The password policy is strong"
      ja = "IAM のパスワードポリシーが十分に強い"
    }
  }

  requirement "IAM.19" {
    title = {
      en = "Every IAM user has MFA"
      ja = "すべての IAM ユーザーに MFA がある"
    }
  }

  requirement "IAM.21" {
    title = {
      en = "Customer managed IAM policies do not allow every action of a service"
      ja = "カスタマー管理ポリシーでサービスの全アクション (service:*) を許可していない"
    }
  }

  requirement "IAM.22" {
    title = {
      en = "Credentials idle for 45 days are removed"
      ja = "45 日使われていない認証情報を削除している"
    }
  }

  requirement "IAM.26" {
    title = {
      en = "IAM holds no expired certificates"
      ja = "IAM に期限切れの証明書がない"
    }
  }

  requirement "Kinesis.1" {
    title = {
      en = "Kinesis streams are encrypted at rest"
      ja = "Kinesis ストリームが保存時に暗号化されている"
    }
  }

  requirement "KMS.1" {
    title = {
      en = "Customer managed IAM policies do not allow decryption with every KMS key"
      ja = "カスタマー管理ポリシーですべての KMS キーによる復号を許可していない"
    }
  }

  requirement "KMS.2" {
    title = {
      en = "Inline IAM policies do not allow decryption with every KMS key"
      ja = "インラインポリシーですべての KMS キーによる復号を許可していない"
    }
  }

  requirement "KMS.3" {
    title = {
      en = "KMS keys are not scheduled for deletion"
      ja = "KMS キーの削除が予定されていない"
    }
  }

  requirement "KMS.4" {
    title = {
      en = "Customer managed KMS keys rotate automatically"
      ja = "カスタマー管理の KMS キーが自動ローテーションされる"
    }
  }

  requirement "KMS.5" {
    title = {
      en = "KMS keys are not open to the public"
      ja = "KMS キーが公開されていない"
    }
  }

  requirement "Lambda.1" {
    title = {
      en = "Lambda functions cannot be invoked by everybody"
      ja = "Lambda 関数が誰でも呼び出せる状態になっていない"
    }
  }

  requirement "Lambda.2" {
    title = {
      en = "Lambda functions run on a supported runtime"
      ja = "Lambda 関数がサポート中のランタイムを使っている"
    }
  }

  requirement "Lambda.3" {
    title = {
      en = "Lambda functions run in a VPC"
      ja = "Lambda 関数が VPC 内で動く"
    }
  }

  requirement "Lambda.5" {
    title = {
      en = "Lambda functions in a VPC use several Availability Zones"
      ja = "VPC 内の Lambda 関数が複数のアベイラビリティーゾーンを使っている"
    }
  }

  requirement "Macie.1" {
    title = {
      en = "Macie is on"
      ja = "Macie が有効である"
    }
  }

  requirement "MSK.1" {
    title = {
      en = "MSK brokers talk to each other over TLS"
      ja = "MSK のブローカー間通信が暗号化されている"
    }
  }

  requirement "MSK.2" {
    title = {
      en = "MSK clusters have enhanced monitoring"
      ja = "MSK クラスターで拡張モニタリングが有効である"
    }
  }

  requirement "Neptune.1" {
    title = {
      en = "Neptune clusters are encrypted at rest"
      ja = "Neptune クラスターが保存時に暗号化されている"
    }
  }

  requirement "Neptune.2" {
    title = {
      en = "Neptune sends audit logs to CloudWatch Logs"
      ja = "Neptune の監査ログを CloudWatch Logs に出力する"
    }
  }

  requirement "Neptune.3" {
    title = {
      en = "Neptune snapshots are private"
      ja = "Neptune のスナップショットが公開されていない"
    }
  }

  requirement "Neptune.4" {
    title = {
      en = "Neptune clusters are protected from deletion"
      ja = "Neptune クラスターの削除保護が有効である"
    }
  }

  requirement "Neptune.5" {
    title = {
      en = "Neptune clusters are backed up automatically"
      ja = "Neptune クラスターの自動バックアップが有効である"
    }
  }

  requirement "Neptune.6" {
    title = {
      en = "Neptune snapshots are encrypted"
      ja = "Neptune のスナップショットが暗号化されている"
    }
  }

  requirement "Neptune.7" {
    title = {
      en = "Neptune clusters use IAM database authentication"
      ja = "Neptune クラスターで IAM データベース認証が有効である"
    }
  }

  requirement "Neptune.8" {
    title = {
      en = "Neptune copies tags to snapshots"
      ja = "Neptune がタグをスナップショットにコピーする"
    }
  }

  requirement "Neptune.9" {
    title = {
      en = "Neptune clusters span several zones"
      ja = "Neptune クラスターが複数の AZ にまたがる"
    }
  }

  requirement "NetworkFirewall.2" {
    title = {
      en = "Network Firewall writes logs"
      ja = "Network Firewall のログが有効である"
    }
  }

  requirement "NetworkFirewall.3" {
    title = {
      en = "Firewall policies have a rule group"
      ja = "ファイアウォールポリシーにルールグループがある"
    }
  }

  requirement "NetworkFirewall.4" {
    title = {
      en = "Full packets are dropped or forwarded by default"
      ja = "完全パケットの既定のアクションがドロップか転送である"
    }
  }

  requirement "NetworkFirewall.5" {
    title = {
      en = "Fragmented packets are dropped or forwarded by default"
      ja = "断片化パケットの既定のアクションがドロップか転送である"
    }
  }

  requirement "NetworkFirewall.6" {
    title = {
      en = "Stateless rule groups of Network Firewall hold rules"
      ja = "Network Firewall のステートレスルールグループが空ではない"
    }
  }

  requirement "NetworkFirewall.9" {
    title = {
      en = "Firewalls are protected from deletion"
      ja = "Network Firewall の削除保護が有効である"
    }
  }

  requirement "OpenSearch.1" {
    title = {
      en = "OpenSearch domains are encrypted at rest"
      ja = "OpenSearch ドメインで保管時の暗号化が有効になっている"
    }
  }

  requirement "OpenSearch.2" {
    title = {
      en = "OpenSearch domains are in a VPC"
      ja = "OpenSearch ドメインが VPC 内に配置されている"
    }
  }

  requirement "OpenSearch.3" {
    title = {
      en = "OpenSearch domains encrypt traffic between their nodes"
      ja = "OpenSearch ドメインでノード間の暗号化が有効になっている"
    }
  }

  requirement "OpenSearch.4" {
    title = {
      en = "OpenSearch domains publish error logs"
      ja = "OpenSearch ドメインのエラーログが CloudWatch Logs に送信される"
    }
  }

  requirement "OpenSearch.5" {
    title = {
      en = "OpenSearch domains publish audit logs"
      ja = "OpenSearch ドメインの監査ログが有効になっている"
    }
  }

  requirement "OpenSearch.6" {
    title = {
      en = "OpenSearch domains have three data nodes across zones"
      ja = "OpenSearch ドメインに 3 つ以上のデータノードがあり、複数ゾーンに分散している"
    }
  }

  requirement "OpenSearch.7" {
    title = {
      en = "OpenSearch domains use fine-grained access control"
      ja = "OpenSearch ドメインできめ細かなアクセスコントロールが有効である"
    }
  }

  requirement "OpenSearch.8" {
    title = {
      en = "Connections to OpenSearch domains use TLS 1.2"
      ja = "OpenSearch ドメインへの接続に TLS 1.2 以降が必須になっている"
    }
  }

  requirement "OpenSearch.10" {
    title = {
      en = "OpenSearch domains have the latest software"
      ja = "OpenSearch ドメインに最新のソフトウェア更新が適用されている"
    }
  }

  requirement "PrivateCertificateAuthority.1" {
    title = {
      en = "Root certificate authorities are disabled"
      ja = "Private CA のルート認証局が無効化されている"
    }
  }

  requirement "RDS.1" {
    title = {
      en = "RDS snapshots are not shared with everybody"
      ja = "RDS スナップショットが公開されていない"
    }
  }

  requirement "RDS.2" {
    title = {
      en = "RDS DB instances have no public address"
      ja = "RDS DB インスタンスがパブリックアクセス可能になっていない"
    }
  }

  requirement "RDS.3" {
    title = {
      en = "RDS DB instances are encrypted at rest"
      ja = "RDS DB インスタンスが保管時に暗号化されている"
    }
  }

  requirement "RDS.4" {
    title = {
      en = "RDS snapshots are encrypted at rest"
      ja = "RDS スナップショットが保管時に暗号化されている"
    }
  }

  requirement "RDS.5" {
    title = {
      en = "RDS DB instances run in several Availability Zones"
      ja = "RDS DB インスタンスがマルチ AZ 構成になっている"
    }
  }

  requirement "RDS.6" {
    title = {
      en = "RDS DB instances have Enhanced Monitoring"
      ja = "RDS DB インスタンスで拡張モニタリングが有効になっている"
    }
  }

  requirement "RDS.7" {
    title = {
      en = "RDS clusters are protected from deletion"
      ja = "RDS クラスターで削除保護が有効になっている"
    }
  }

  requirement "RDS.8" {
    title = {
      en = "RDS DB instances are protected from deletion"
      ja = "RDS DB インスタンスで削除保護が有効になっている"
    }
  }

  requirement "RDS.9" {
    title = {
      en = "RDS databases send their logs to CloudWatch Logs"
      ja = "RDS のログが CloudWatch Logs に出力されている"
    }
  }

  requirement "RDS.10" {
    title = {
      en = "RDS DB instances accept IAM database authentication"
      ja = "RDS DB インスタンスで IAM データベース認証が有効になっている"
    }
  }

  requirement "RDS.11" {
    title = {
      en = "RDS DB instances keep automatic backups for at least seven days"
      ja = "RDS DB インスタンスの自動バックアップが 7 日以上保持される"
    }
  }

  requirement "RDS.12" {
    title = {
      en = "RDS clusters accept IAM database authentication"
      ja = "RDS クラスターで IAM データベース認証が有効になっている"
    }
  }

  requirement "RDS.13" {
    title = {
      en = "RDS DB instances take minor versions automatically"
      ja = "RDS DB インスタンスでマイナーバージョン自動アップグレードが有効になっている"
    }
  }

  requirement "RDS.14" {
    title = {
      en = "Aurora MySQL clusters can be backtracked"
      ja = "Aurora MySQL クラスターでバックトラックが有効になっている"
    }
  }

  requirement "RDS.15" {
    title = {
      en = "RDS clusters run in several Availability Zones"
      ja = "RDS クラスターが複数の AZ で構成されている"
    }
  }

  requirement "RDS.16" {
    title = {
      en = "RDS clusters copy their tags to snapshots"
      ja = "RDS クラスターのタグがスナップショットにコピーされる"
    }
  }

  requirement "RDS.17" {
    title = {
      en = "RDS DB instances copy their tags to snapshots"
      ja = "RDS DB インスタンスのタグがスナップショットにコピーされる"
    }
  }

  requirement "RDS.18" {
    title = {
      en = "RDS DB instances run in a VPC"
      ja = "RDS DB インスタンスが VPC 内に配置されている"
    }
  }

  requirement "RDS.19" {
    title = {
      en = "An event subscription covers critical events of clusters"
      ja = "クラスターの重大なイベントに対するイベントサブスクリプションがある"
    }
  }

  requirement "RDS.20" {
    title = {
      en = "An event subscription covers critical events of DB instances"
      ja = "DB インスタンスの重大なイベントに対するイベントサブスクリプションがある"
    }
  }

  requirement "RDS.21" {
    title = {
      en = "An event subscription covers critical events of DB parameter groups"
      ja = "DB パラメータグループの重大なイベントに対するイベントサブスクリプションがある"
    }
  }

  requirement "RDS.22" {
    title = {
      en = "An event subscription covers critical events of DB security groups"
      ja = "DB セキュリティグループの重大なイベントに対するイベントサブスクリプションがある"
    }
  }

  requirement "RDS.23" {
    title = {
      en = "RDS databases listen on a port other than the engine's usual one"
      ja = "RDS がエンジンの既定ポート以外で待ち受けている"
    }
  }

  requirement "RDS.24" {
    title = {
      en = "RDS clusters have an administrator name of their own"
      ja = "RDS クラスターの管理者ユーザー名が既定値ではない"
    }
  }

  requirement "RDS.25" {
    title = {
      en = "RDS DB instances have an administrator name of their own"
      ja = "RDS DB インスタンスの管理者ユーザー名が既定値ではない"
    }
  }

  requirement "RDS.26" {
    title = {
      en = "RDS instances are in a backup plan"
      ja = "RDS インスタンスがバックアッププランの対象である"
    }
  }

  requirement "RDS.27" {
    title = {
      en = "RDS clusters are encrypted at rest"
      ja = "RDS クラスターが保存時に暗号化されている"
    }
  }

  requirement "RDS.34" {
    title = {
      en = "Aurora MySQL clusters send audit logs"
      ja = "Aurora MySQL の監査ログを CloudWatch Logs に出力する"
    }
  }

  requirement "RDS.35" {
    title = {
      en = "RDS clusters take minor upgrades automatically"
      ja = "RDS クラスターがマイナーバージョンを自動更新する"
    }
  }

  requirement "RDS.36" {
    title = {
      en = "PostgreSQL instances send logs"
      ja = "RDS for PostgreSQL のログを CloudWatch Logs に出力する"
    }
  }

  requirement "RDS.37" {
    title = {
      en = "Aurora PostgreSQL clusters send logs"
      ja = "Aurora PostgreSQL のログを CloudWatch Logs に出力する"
    }
  }

  requirement "RDS.38" {
    title = {
      en = "PostgreSQL instances require TLS"
      ja = "RDS for PostgreSQL が TLS を必須にしている"
    }
  }

  requirement "RDS.39" {
    title = {
      en = "MySQL instances require TLS"
      ja = "RDS for MySQL が TLS を必須にしている"
    }
  }

  requirement "Redshift.1" {
    title = {
      en = "Redshift clusters have no public address"
      ja = "Redshift クラスターがパブリックアクセス可能になっていない"
    }
  }

  requirement "Redshift.2" {
    title = {
      en = "Redshift clusters refuse connections without TLS"
      ja = "Redshift クラスターが TLS のない接続を拒否する"
    }
  }

  requirement "Redshift.3" {
    title = {
      en = "Redshift clusters keep automatic snapshots for at least seven days"
      ja = "Redshift クラスターの自動スナップショットが 7 日以上保持される"
    }
  }

  requirement "Redshift.4" {
    title = {
      en = "Redshift clusters write audit logs"
      ja = "Redshift クラスターで監査ログが有効になっている"
    }
  }

  requirement "Redshift.6" {
    title = {
      en = "Redshift clusters take major upgrades automatically"
      ja = "Redshift クラスターでメジャーバージョンの自動アップグレードが有効になっている"
    }
  }

  requirement "Redshift.7" {
    title = {
      en = "Redshift clusters route COPY and UNLOAD through the VPC"
      ja = "Redshift クラスターで拡張された VPC ルーティングが有効になっている"
    }
  }

  requirement "Redshift.8" {
    title = {
      en = "Redshift clusters have an administrator name of their own"
      ja = "Redshift クラスターの管理者ユーザー名が既定値ではない"
    }
  }

  requirement "Redshift.9" {
    title = {
      en = "Redshift clusters avoid the default database name"
      ja = "Redshift クラスターがデフォルトのデータベース名を使わない"
    }
  }

  requirement "Redshift.10" {
    title = {
      en = "Redshift clusters are encrypted at rest"
      ja = "Redshift クラスターが保存時に暗号化されている"
    }
  }

  requirement "Route53.2" {
    title = {
      en = "Public hosted zones log DNS queries"
      ja = "パブリックホストゾーンで DNS クエリログが有効である"
    }
  }

  requirement "S3.1" {
    title = {
      en = "S3 Block Public Access is on for the account"
      ja = "アカウントレベルの S3 ブロックパブリックアクセスが有効になっている"
    }
  }

  requirement "S3.2" {
    title = {
      en = "S3 buckets cannot be read by the public"
      ja = "S3 バケットが誰でも読み取れる状態になっていない"
    }
  }

  requirement "S3.3" {
    title = {
      en = "S3 buckets cannot be written by the public"
      ja = "S3 バケットが誰でも書き込める状態になっていない"
    }
  }

  requirement "S3.5" {
    title = {
      en = "S3 buckets refuse requests without TLS"
      ja = "S3 バケットが TLS を使わないリクエストを拒否している"
    }
  }

  requirement "S3.6" {
    title = {
      en = "Bucket policies give other accounts no control over the bucket"
      ja = "バケットポリシーで他アカウントにバケットの管理操作を許可していない"
    }
  }

  requirement "S3.7" {
    title = {
      en = "S3 buckets replicate to another Region"
      ja = "S3 バケットが別リージョンへレプリケートする"
    }
  }

  requirement "S3.8" {
    title = {
      en = "S3 buckets block public access"
      ja = "S3 バケットでブロックパブリックアクセスが有効になっている"
    }
  }

  requirement "S3.9" {
    title = {
      en = "S3 buckets log access to a log bucket"
      ja = "S3 バケットでサーバーアクセスログ記録が有効になっている"
    }
  }

  requirement "S3.10" {
    title = {
      en = "Versioned S3 buckets have an active lifecycle rule"
      ja = "バージョニングが有効な S3 バケットにライフサイクルルールがある"
    }
  }

  requirement "S3.11" {
    title = {
      en = "S3 buckets send event notifications"
      ja = "S3 バケットのイベント通知が有効になっている"
    }
  }

  requirement "S3.12" {
    title = {
      en = "S3 buckets grant no access by access control lists"
      ja = "S3 バケットで ACL によるアクセス許可をしていない"
    }
  }

  requirement "S3.13" {
    title = {
      en = "S3 buckets have a lifecycle configuration"
      ja = "S3 バケットにライフサイクル設定がある"
    }
  }

  requirement "S3.14" {
    title = {
      en = "S3 buckets keep versions"
      ja = "S3 バケットのバージョニングが有効である"
    }
  }

  requirement "S3.15" {
    title = {
      en = "S3 buckets have Object Lock"
      ja = "S3 バケットのオブジェクトロックが有効である"
    }
  }

  requirement "S3.17" {
    title = {
      en = "S3 buckets are encrypted with a KMS key"
      ja = "S3 バケットが KMS キーで暗号化されている"
    }
  }

  requirement "S3.19" {
    title = {
      en = "S3 access points block public access"
      ja = "S3 アクセスポイントがパブリックアクセスをブロックする"
    }
  }

  requirement "S3.20" {
    title = {
      en = "S3 buckets require MFA for deletion"
      ja = "S3 バケットの MFA 削除が有効である"
    }
  }

  requirement "SageMaker.1" {
    title = {
      en = "SageMaker notebook instances have no direct internet access"
      ja = "SageMaker ノートブックインスタンスがインターネットに直接接続できない"
    }
  }

  requirement "SageMaker.2" {
    title = {
      en = "Notebook instances are in a VPC of their own"
      ja = "SageMaker ノートブックがカスタム VPC 内にある"
    }
  }

  requirement "SageMaker.3" {
    title = {
      en = "Users are not root on notebook instances"
      ja = "SageMaker ノートブックでルートアクセスを許可しない"
    }
  }

  requirement "SageMaker.4" {
    title = {
      en = "Endpoint variants start with two or more instances"
      ja = "SageMaker エンドポイントの初期インスタンス数が 2 以上である"
    }
  }

  requirement "SageMaker.5" {
    title = {
      en = "SageMaker models are network-isolated"
      ja = "SageMaker モデルがネットワーク分離されている"
    }
  }

  requirement "SecretsManager.1" {
    title = {
      en = "Secrets are rotated automatically"
      ja = "シークレットの自動ローテーションが設定されている"
    }
  }

  requirement "SecretsManager.2" {
    title = {
      en = "Automatic rotation of secrets succeeds"
      ja = "シークレットの自動ローテーションが成功している"
    }
  }

  requirement "SecretsManager.3" {
    title = {
      en = "Secrets that nobody reads are removed"
      ja = "使われていないシークレットを削除している"
    }
  }

  requirement "SecretsManager.4" {
    title = {
      en = "Secrets are rotated at least every 90 days"
      ja = "シークレットが 90 日以内にローテーションされている"
    }
  }

  requirement "SNS.1" {
    title = {
      en = "SNS topics encrypt messages with a KMS key"
      ja = "SNS トピックのメッセージが KMS キーで暗号化されている"
    }
  }

  requirement "SNS.2" {
    title = {
      en = "Topics log the delivery of messages"
      ja = "SNS トピックの配信ステータスを記録する"
    }
  }

  requirement "SNS.4" {
    title = {
      en = "Topic policies are not open to the public"
      ja = "SNS トピックのポリシーが公開されていない"
    }
  }

  requirement "SQS.1" {
    title = {
      en = "SQS queues encrypt messages at rest"
      ja = "SQS キューのメッセージが保管時に暗号化されている"
    }
  }

  requirement "SSM.1" {
    title = {
      en = "EC2 instances may register with Systems Manager"
      ja = "EC2 インスタンスが Systems Manager で管理されている"
    }
  }

  requirement "SSM.2" {
    title = {
      en = "Managed instances are patch compliant"
      ja = "マネージドインスタンスがパッチコンプライアンスに準拠している"
    }
  }

  requirement "SSM.3" {
    title = {
      en = "State Manager associations succeed on managed instances"
      ja = "マネージドインスタンスで State Manager の関連付けが準拠になっている"
    }
  }

  requirement "SSM.4" {
    title = {
      en = "SSM documents are not shared with everybody"
      ja = "SSM ドキュメントがすべての AWS アカウントに公開されていない"
    }
  }

  requirement "StepFunctions.1" {
    title = {
      en = "State machines write logs"
      ja = "Step Functions ステートマシンのログが有効である"
    }
  }

  requirement "WAF.1" {
    title = {
      en = "Global web ACLs of AWS WAF Classic write logs"
      ja = "AWS WAF Classic のグローバル Web ACL でログ記録が有効になっている"
    }
  }

  requirement "WAF.2" {
    title = {
      en = "Regional rules of WAF Classic have a condition"
      ja = "WAF Classic のリージョンルールに条件がある"
    }
  }

  requirement "WAF.3" {
    title = {
      en = "Regional rule groups of WAF Classic have a rule"
      ja = "WAF Classic のリージョンルールグループにルールがある"
    }
  }

  requirement "WAF.4" {
    title = {
      en = "Regional web ACLs of WAF Classic have a rule"
      ja = "WAF Classic のリージョン Web ACL にルールがある"
    }
  }

  requirement "WAF.6" {
    title = {
      en = "Global rules of WAF Classic have a condition"
      ja = "WAF Classic のグローバルルールに条件がある"
    }
  }

  requirement "WAF.7" {
    title = {
      en = "Global rule groups of WAF Classic have a rule"
      ja = "WAF Classic のグローバルルールグループにルールがある"
    }
  }

  requirement "WAF.8" {
    title = {
      en = "Global web ACLs of WAF Classic have a rule"
      ja = "WAF Classic のグローバル Web ACL にルールがある"
    }
  }

  requirement "WAF.10" {
    title = {
      en = "Web ACLs have a rule"
      ja = "WAF の Web ACL にルールがある"
    }
  }

  requirement "WAF.11" {
    title = {
      en = "Web ACLs write logs"
      ja = "WAF の Web ACL のログが有効である"
    }
  }

  requirement "WAF.12" {
    title = {
      en = "WAF rules publish metrics"
      ja = "WAF ルールの CloudWatch メトリクスが有効である"
    }
  }
}
